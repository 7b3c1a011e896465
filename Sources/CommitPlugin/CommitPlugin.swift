import Foundation
import PackagePlugin

/// Writes down, at each build, which commit a target is built from.
///
/// SwiftPM keeps what a manifest or a prebuild command said for as long as the package's files are the same ones, which
/// they are after a commit. A build command runs whenever one of its inputs has changed; this one changes its input.
/// Its output it leaves alone unless it would say something else, and only the target's own code reads that: a new
/// commit compiles one file and links, no commit nothing.
@main struct CommitPlugin: BuildToolPlugin {
  /// The one command, by the shell and git; without git, or outside a checkout of this package, no commit is known.
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.pluginWorkDirectoryURL
    let input = folder.appending(path: "builds")
    let output = folder.appending(path: "BuildInformation+Commit.swift")
    if !FileManager.default.fileExists(atPath: input.path(percentEncoded: false)) {
      try Data().write(to: input)
    }
    let words = [context.package.directoryURL, output, input].map { $0.path(percentEncoded: false) }
    return [
      .buildCommand(
        displayName: "Noting the commit", executable: URL(filePath: "/bin/sh"),
        arguments: ["-c", Self.script] + words, inputFiles: [input], outputFiles: [output])
    ]
  }

  /// `$0` is the package's folder, `$1` the output, `$2` the input.
  private static let script = #"""
    cd "$0" || exit
    # A hook of git that builds would name another repository to it.
    unset $(git rev-parse --local-env-vars 2>/dev/null)
    commit=
    # A tarball within somebody's checkout is not of that one's commit: here must be its top.
    if top=$(git rev-parse --show-prefix 2>/dev/null) && [ -z "$top" ]; then
      commit=$(git rev-parse --verify --short HEAD 2>/dev/null)
    fi
    if [ -n "$commit" ]; then
      # Without a lock: it would be in the way of whoever commits meanwhile.
      changes=$(git --no-optional-locks status --porcelain --untracked-files=normal) || changes=?
      [ -z "$changes" ] || commit=$commit+changes
    fi
    text="extension BuildInformation {
      @inline(never) static func recordedCommit() -> StaticString { \"$commit\" }
    }"
    [ "$text" = "$(cat "$1" 2>/dev/null)" ] || printf '%s\n' "$text" >"$1"
    # Longer each time, for where times are kept by the second.
    echo >>"$2"
    """#
}
