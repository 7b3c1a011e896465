#include "CSimdJSON.h"

#include <new>
#include <simdjson.h>
#include <string>
#include <string_view>

using namespace simdjson;

struct geul_json {
  dom::parser parser;
  // What is parsed needs bytes behind it that may be read.
  std::string padded;
  std::string answer;

  error_code parse(const uint8_t *record, size_t size, dom::element &root) {
    padded.reserve(size + SIMDJSON_PADDING);
    padded.assign(reinterpret_cast<const char *>(record), size);
    return parser.parse(padded.data(), size, false).get(root);
  }
};

// A key that holds points is itself meant before a way through objects.
static bool find(dom::object object, std::string_view path, dom::element &found) {
  if (object.at_key(path).get(found) == SUCCESS) return true;
  for (size_t point = path.find('.'); point != std::string_view::npos; point = path.find('.', point + 1)) {
    dom::object inner;
    if (object.at_key(path.substr(0, point)).get(inner) != SUCCESS) continue;
    if (find(inner, path.substr(point + 1), found)) return true;
  }
  return false;
}

extern "C" geul_json *geul_json_create(void) {
  try {
    return new geul_json();
  } catch (const std::bad_alloc &) {
    return nullptr;
  }
}

extern "C" void geul_json_destroy(geul_json *parser) { delete parser; }

extern "C" enum geul_json_kind geul_json_member(
    geul_json *parser, const uint8_t *record, size_t size, const char *path, size_t path_size,
    const uint8_t **text, size_t *text_size) {
  auto give = [&](std::string_view words, enum geul_json_kind kind) {
    *text = reinterpret_cast<const uint8_t *>(words.data());
    *text_size = words.size();
    return kind;
  };
  try {
    dom::element root;
    error_code error = parser->parse(record, size, root);
    if (error != SUCCESS) {
      parser->answer = error_message(error);
      return give(parser->answer, GEUL_JSON_INVALID);
    }
    dom::object object;
    if (root.get(object) != SUCCESS) return GEUL_JSON_NO_OBJECT;
    dom::element member;
    if (!find(object, std::string_view(path, path_size), member)) return GEUL_JSON_MISSING;
    std::string_view string;
    if (member.get(string) == SUCCESS) return give(string, GEUL_JSON_TEXT);
    if (member.is_null()) return GEUL_JSON_MISSING;
    if (member.is_object() || member.is_array()) return GEUL_JSON_NO_TEXT;
    parser->answer = minify(member);
    return give(parser->answer, GEUL_JSON_TEXT);
  } catch (const std::bad_alloc &) {
    return give("out of memory", GEUL_JSON_INVALID);
  }
}

extern "C" void geul_json_keys(
    geul_json *parser, const uint8_t *record, size_t size, const uint8_t **text, size_t *text_size) {
  *text_size = 0;
  try {
    dom::element root;
    dom::object object;
    parser->answer.clear();
    if (parser->parse(record, size, root) == SUCCESS && root.get(object) == SUCCESS) {
      for (auto member : object) {
        if (!parser->answer.empty()) parser->answer += ", ";
        parser->answer.append(member.key.data(), member.key.size());
      }
    }
    *text = reinterpret_cast<const uint8_t *>(parser->answer.data());
    *text_size = parser->answer.size();
  } catch (const std::bad_alloc &) {
  }
}
