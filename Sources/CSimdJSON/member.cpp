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

// What is wrong with a record, in words that say what was found.
static std::string_view found(error_code error) {
  switch (error) {
  case TAPE_ERROR: return "something that is no value of JSON";
  case STRING_ERROR: return "a string with an escape that JSON has not";
  case UNESCAPED_CHARS: return "a control character within a string, where JSON has an escape";
  case UNCLOSED_STRING: return "a string without its closing quotation mark";
  case NUMBER_ERROR: return "a number as JSON has none";
  case T_ATOM_ERROR:
  case F_ATOM_ERROR:
  case N_ATOM_ERROR: return "a word other than true, false and null";
  case DEPTH_ERROR: return "more than 1,024 levels of braces";
  case EMPTY: return "nothing";
  case CAPACITY:
  case MEMALLOC: return "more than there is memory for";
  default: return error_message(error);
  }
}

// What is found on a way of keys, and the texts of it.
struct search {
  std::string &texts;
  // How many values there are on the way's end, and the first of them that holds objects instead of text.
  size_t values = 0;
  dom::object first;
  bool has_objects = false;

  // Takes the text of a value; `is_line` if it stands in an array of texts and is not the first of it.
  void take(dom::element value, bool is_line) {
    if (value.is_null()) return;
    if (values++ > 0) texts += is_line ? '\n' : '\xFF';
    std::string_view string;
    if (value.get(string) == SUCCESS)
      texts += string;
    else
      texts += minify(value);
  }

  void end(dom::element value) {
    dom::array array;
    dom::object object;
    if (value.get(object) == SUCCESS) {
      // An empty one has nothing in it that could be meant instead.
      if (!has_objects && object.size() > 0) {
        first = object;
        has_objects = true;
      }
    } else if (value.get(array) == SUCCESS) {
      bool is_line = false;
      for (dom::element element : array) {
        if (element.is_object() || element.is_array()) {
          end(element);
        } else {
          take(element, is_line);
          is_line = true;
        }
      }
    } else {
      take(value, false);
    }
  }

  // Follows a way from a value on; false if there is none. A key that holds points is itself meant before a way
  // through objects, and a way leads through every element of an array.
  bool follow(dom::element value, std::string_view path) {
    dom::array array;
    dom::object object;
    if (value.get(array) == SUCCESS) {
      bool leads = false;
      for (dom::element element : array) leads = follow(element, path) || leads;
      return leads;
    }
    if (value.get(object) != SUCCESS) return false;
    dom::element member;
    if (object.at_key(path).get(member) == SUCCESS) {
      end(member);
      return true;
    }
    for (size_t point = path.find('.'); point != std::string_view::npos; point = path.find('.', point + 1))
      if (object.at_key(path.substr(0, point)).get(member) == SUCCESS && follow(member, path.substr(point + 1)))
        return true;
    return false;
  }
};

static void name_keys(dom::object object, std::string_view between, std::string &names) {
  bool is_first = true;
  for (auto member : object) {
    if (!is_first) names += between;
    is_first = false;
    names.append(member.key.data(), member.key.size());
  }
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
    if (error != SUCCESS) return give(found(error), GEUL_JSON_INVALID);
    if (!root.is_object()) return GEUL_JSON_NO_OBJECT;
    parser->answer.clear();
    search search{parser->answer};
    if (!search.follow(root, std::string_view(path, path_size))) return GEUL_JSON_MISSING;
    if (search.values > 0) return give(parser->answer, GEUL_JSON_TEXT);
    if (!search.has_objects) return GEUL_JSON_MISSING;
    name_keys(search.first, "\xFF", parser->answer);
    return give(parser->answer, GEUL_JSON_NO_TEXT);
  } catch (const std::bad_alloc &) {
    return give("more than there is memory for", GEUL_JSON_INVALID);
  }
}

extern "C" void geul_json_keys(
    geul_json *parser, const uint8_t *record, size_t size, const uint8_t **text, size_t *text_size) {
  *text_size = 0;
  try {
    dom::element root;
    dom::object object;
    parser->answer.clear();
    if (parser->parse(record, size, root) == SUCCESS && root.get(object) == SUCCESS)
      name_keys(object, ", ", parser->answer);
    *text = reinterpret_cast<const uint8_t *>(parser->answer.data());
    *text_size = parser->answer.size();
  } catch (const std::bad_alloc &) {
  }
}
