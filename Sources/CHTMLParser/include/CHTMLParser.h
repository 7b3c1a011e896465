#ifndef GEUL_CHTMLPARSER_H
#define GEUL_CHTMLPARSER_H

#include <stddef.h>
#include <stdint.h>

/// A parser of HTML that is handed a page in parts.
///
/// libxml2's own headers bring those of ICU along, which contradict Foundation's: nothing of them is seen here.
typedef struct geul_html geul_html;

/// Who is told what a page holds; `user` is what the parser was made with, and names are in small letters.
typedef struct {
  /// An element begins.
  void (*_Nonnull open)(void *_Nonnull user, const char *_Nonnull name);
  /// An element ends.
  void (*_Nonnull close)(void *_Nonnull user, const char *_Nonnull name);
  /// Text in UTF-8, character references decoded.
  void (*_Nonnull text)(void *_Nonnull user, const uint8_t *_Nonnull bytes, size_t size);
} geul_html_handler;

/// Makes a parser; null where memory is short.
geul_html *_Nullable geul_html_create(geul_html_handler handler, void *_Nonnull user);

/// Parses the next part of a page in UTF-8, at most 2^30 bytes; `is_last` ends the page.
void geul_html_parse(
    geul_html *_Nonnull parser, const uint8_t *_Nullable bytes, size_t size, int is_last);

/// Gives a parser's memory back.
void geul_html_destroy(geul_html *_Nonnull parser);

#endif
