#ifndef GEUL_CMARKUPPARSER_H
#define GEUL_CMARKUPPARSER_H

#include <stddef.h>
#include <stdint.h>

/// A parser of HTML or XML that is handed a document in parts.
///
/// libxml2's own headers bring those of ICU along, which contradict Foundation's: nothing of them is seen here.
typedef struct geul_markup geul_markup;

/// What a document is written in.
enum geul_markup_kind {
  GEUL_MARKUP_HTML = 0, ///< HTML, whose faults are mended as browsers mend them
  GEUL_MARKUP_XML = 1   ///< XML 1.0, which ends at its first fault
};

/// Who is told what a document holds; `user` is what the parser was made with. Names of HTML are in small letters.
typedef struct {
  /// An element begins.
  void (*_Nonnull open)(void *_Nonnull user, const char *_Nonnull name);
  /// An element ends.
  void (*_Nonnull close)(void *_Nonnull user, const char *_Nonnull name);
  /// Text in UTF-8, character references decoded.
  void (*_Nonnull text)(void *_Nonnull user, const uint8_t *_Nonnull bytes, size_t size);
} geul_markup_handler;

/// Makes a parser; null where memory is short.
geul_markup *_Nullable geul_markup_create(
    enum geul_markup_kind kind, geul_markup_handler handler, void *_Nonnull user);

/// Parses the next part of a document in UTF-8, at most 2^30 bytes; `is_last` ends it.
void geul_markup_parse(
    geul_markup *_Nonnull parser, const uint8_t *_Nullable bytes, size_t size, int is_last);

/// Why XML could not be read on, and in which line; null where it could.
const char *_Nullable geul_markup_fault(geul_markup *_Nonnull parser, int *_Nonnull line);

/// Gives a parser's memory back.
void geul_markup_destroy(geul_markup *_Nonnull parser);

#endif
