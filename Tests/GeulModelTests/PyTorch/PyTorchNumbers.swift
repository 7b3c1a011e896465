// The numbers in `PyTorchNumbers+LSTM.swift`, `PyTorchNumbers+GRU.swift` and
// `PyTorchNumbers+RNN.swift` come from PyTorch 2.15 in float64, by the program below. Print them
// again, in a Python that has `torch`, from this folder:
//
//  sed -n 's|^//   ||p' PyTorchNumbers.swift > pytorch_numbers.py
//  for cell in LSTM GRU RNN; do
//  python pytorch_numbers.py $cell > PyTorchNumbers+$cell.swift
//  done
//
//   import math, sys, textwrap
//   import torch
//
//   name = sys.argv[1]
//   T, B, V, D, H, L = 6, 3, 7, 5, 4, 2
//   torch.set_default_dtype(torch.float64)
//
//   embedding = torch.nn.Embedding(V, D)
//   rnn = getattr(torch.nn, name)(D, H, L)
//   projection = torch.nn.Linear(H, V)
//   parameters = [p for m in (embedding, rnn, projection) for p in m.parameters()]
//   count = 0
//   for p in parameters:
//       values = [math.cos(count + i) for i in range(p.numel())]
//       p.data = torch.tensor(values).view_as(p)
//       count += p.numel()
//
//   x = torch.tensor([[(3 * t + 5 * b + t * b) % V for b in range(B)] for t in range(T)])
//   y = torch.tensor([[(2 * t + 3 * b + 1) % V for b in range(B)] for t in range(T)])
//
//   def initial(f):
//       values = [0.1 * f(1 + i) for i in range(L * B * H)]
//       return torch.tensor(values).view(L, B, H).requires_grad_()
//
//   h0, c0 = initial(math.sin), initial(math.cos)
//
//   def forward():
//       output, last = rnn(embedding(x), (h0, c0) if name == "LSTM" else h0)
//       logits = projection(output)
//       loss = torch.nn.functional.cross_entropy(logits.view(-1, V), y.view(-1))
//       return logits, last if name == "LSTM" else (last, None), loss
//
//   def show(comment, label, values):
//       words = ", ".join(f"{v:.9g}" for v in values) + ","
//       lines = textwrap.wrap(words, 96, break_on_hyphens=False)
//       print(f"\n  /// {comment}\n  static let {label}: [Double] = [")
//       print("\n".join("    " + line for line in lines) + "\n  ]")
//
//   def flat(tensor):
//       return tensor.detach().flatten().tolist()
//
//   logits, (h, c), loss = forward()
//   loss.backward()
//   print("// Printed by the Python program that stands at the top of `PyTorchNumbers.swift`.\n")
//   print(f"/// What `torch.nn.{name}` computes on the chunk that `PyTorchNumbers` describes.")
//   print(f"enum PyTorch{name} {{")
//   print(f"  /// The number of parameters.\n  static let parameterCount = {count}\n")
//   print("  /// The mean cross-entropy over all T·B targets, in nats.")
//   print(f"  static let loss: Double = {loss.item():.9g}")
//   show("The logits (T, B, V).", "logits", flat(logits))
//   show("The hidden state after the last step (L, B, H).", "finalHidden", flat(h))
//   if name == "LSTM":
//       show("The cell state after the last step (L, B, H).", "finalCell", flat(c))
//   show("The gradient of the loss by every parameter, in the order of the flat index.",
//        "gradient", [v for p in parameters for v in flat(p.grad)])
//   show("The gradient of the loss by the initial hidden state (L, B, H).",
//        "initialHiddenGradient", flat(h0.grad))
//   if name == "LSTM":
//       show("The gradient of the loss by the initial cell state (L, B, H).",
//            "initialCellGradient", flat(c0.grad))
//
//   adam = torch.optim.Adam(parameters, lr=0.01, betas=(0.9, 0.999), eps=1e-8)
//   losses = []
//   for _ in range(10):
//       loss = forward()[2]
//       losses.append(loss.item())
//       adam.zero_grad()
//       loss.backward()
//       adam.step()
//   show("The loss before each of ten Adam steps, unclipped, on the same chunk and initial state.",
//        "adamLosses", losses)
//   print("}")

import Foundation

/// The chunk, parameters and initial state on which the `PyTorch…` numbers were computed.
///
/// The model is an embedding (V, D), two recurrent layers of H units without dropout and a
/// projection (V, H) with bias. Its parameters are one flat index over these tensors, row-major:
/// `embedding.weight`, then for each layer k `rnn.weight_ih_lk`, `rnn.weight_hh_lk`,
/// `rnn.bias_ih_lk`, `rnn.bias_hh_lk`, then `projection.weight` and `projection.bias`.
enum PyTorchNumbers {
  /// T, the steps of the chunk.
  static let steps = 6

  /// B, the lanes of the chunk.
  static let lanes = 3

  /// V, the symbols of the vocabulary.
  static let vocabulary = 7

  /// D, the width of the embedding.
  static let embedding = 5

  /// H, the units of a recurrent layer.
  static let hidden = 4

  /// L, the recurrent layers.
  static let layers = 2

  /// The input ids (T, B).
  static let inputs: [Int] = chunk { t, b in 3 * t + 5 * b + t * b }

  /// The target ids (T, B).
  static let targets: [Int] = chunk { t, b in 2 * t + 3 * b + 1 }

  /// The hidden state before the first step (L, B, H).
  static let initialHidden: [Double] = (0..<layers * lanes * hidden).map {
    0.1 * sin(Double(1 + $0))
  }

  /// The cell state before the first step (L, B, H).
  static let initialCell: [Double] = (0..<layers * lanes * hidden).map {
    0.1 * cos(Double(1 + $0))
  }

  /// The parameters in the order of the flat index, the i-th of them cos(i).
  static func parameters(count: Int) -> [Double] {
    (0..<count).map { cos(Double($0)) }
  }

  private static func chunk(_ id: (_ t: Int, _ b: Int) -> Int) -> [Int] {
    (0..<steps).flatMap { t in (0..<lanes).map { b in id(t, b) % vocabulary } }
  }
}
