#include "CHTMLParser.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>

struct geul_html {
  geul_html_handler handler;
  void *user;
  htmlParserCtxtPtr context;
};

// libxml2 gives names of elements that HTML has in small letters, and others as they stand; no element of interest is
// among the others.
static void open_element(void *user, const xmlChar *name, const xmlChar **attributes) {
  struct geul_html *parser = user;
  (void)attributes;
  parser->handler.open(parser->user, (const char *)name);
}

static void close_element(void *user, const xmlChar *name) {
  struct geul_html *parser = user;
  parser->handler.close(parser->user, (const char *)name);
}

static void take_text(void *user, const xmlChar *bytes, int size) {
  struct geul_html *parser = user;
  if (size > 0) parser->handler.text(parser->user, bytes, (size_t)size);
}

geul_html *geul_html_create(geul_html_handler handler, void *user) {
  struct geul_html *parser = calloc(1, sizeof *parser);
  if (!parser) return NULL;
  parser->handler = handler;
  parser->user = user;
  htmlSAXHandler sax = {0};
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElement = open_element;
  sax.endElement = close_element;
  sax.characters = take_text;
  sax.ignorableWhitespace = take_text;
  parser->context = htmlCreatePushParserCtxt(&sax, parser, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  if (!parser->context) {
    free(parser);
    return NULL;
  }
  htmlCtxtUseOptions(
      parser->context, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                           HTML_PARSE_IGNORE_ENC);
  return parser;
}

void geul_html_parse(geul_html *parser, const uint8_t *bytes, size_t size, int is_last) {
  htmlParseChunk(parser->context, (const char *)bytes, (int)size, is_last);
}

void geul_html_destroy(geul_html *parser) {
  xmlFreeDoc(parser->context->myDoc);
  htmlFreeParserCtxt(parser->context);
  free(parser);
}
