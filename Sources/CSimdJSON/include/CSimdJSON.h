#ifndef GEUL_CSIMDJSON_H
#define GEUL_CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A parser of JSON with its memory, used by one thread at a time.
typedef struct geul_json geul_json;

/// What a member was found to be.
enum geul_json_kind {
  GEUL_JSON_TEXT = 0,      ///< strings, numbers or truth values: `text` holds them
  GEUL_JSON_MISSING = 1,   ///< there is no such member, or it is null or without content
  GEUL_JSON_NO_TEXT = 2,   ///< an object, whose keys `text` holds, with the byte FF between
  GEUL_JSON_NO_OBJECT = 3, ///< the record is no object
  GEUL_JSON_INVALID = 4    ///< the record is no JSON: `text` says what was found
};

/// Makes a parser; null where memory is short.
geul_json *geul_json_create(void);

/// Gives a parser's memory back.
void geul_json_destroy(geul_json *parser);

/// Looks up a member of a record, an object of JSON in UTF-8.
///
/// `path` is the member's key, or keys from object to object with a point between; a key that holds points itself is
/// looked for first. A way leads through all elements of an array: each is a text of its own, with the byte FF between,
/// but elements that are strings are lines of one. `text` stays as it is until the next call.
enum geul_json_kind geul_json_member(
    geul_json *parser, const uint8_t *record, size_t size, const char *path, size_t path_size,
    const uint8_t **text, size_t *text_size);

/// The keys of a record, with a comma and a space between; empty for what is no object.
void geul_json_keys(
    geul_json *parser, const uint8_t *record, size_t size, const uint8_t **text, size_t *text_size);

#ifdef __cplusplus
}
#endif

#endif
