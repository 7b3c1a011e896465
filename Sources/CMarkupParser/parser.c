#include "CMarkupParser.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

struct geul_markup {
  enum geul_markup_kind kind;
  geul_markup_handler handler;
  void *user;
  xmlParserCtxtPtr context;
};

static geul_markup *of(void *context) { return ((xmlParserCtxtPtr)context)->_private; }

// libxml2 gives names of elements that HTML has in small letters, and others as they stand; no element of interest is
// among the others.
static void open_page_element(void *context, const xmlChar *name, const xmlChar **attributes) {
  (void)attributes;
  of(context)->handler.open(of(context)->user, (const char *)name);
}

static void open_element(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
    const xmlChar **declared, int attributes, int defaulted, const xmlChar **values) {
  (void)prefix, (void)uri, (void)namespaces, (void)declared;
  (void)attributes, (void)defaulted, (void)values;
  of(context)->handler.open(of(context)->user, (const char *)name);
}

static void close_page_element(void *context, const xmlChar *name) {
  of(context)->handler.close(of(context)->user, (const char *)name);
}

static void close_element(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)prefix, (void)uri;
  close_page_element(context, name);
}

static void take_text(void *context, const xmlChar *bytes, int size) {
  if (size > 0) of(context)->handler.text(of(context)->user, bytes, (size_t)size);
}

// Entities within entities may be made to grow beyond any memory: libxml2 sees to it, but where texts may be huge.
static void declare_entity(
    void *context, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
    xmlChar *content) {
  ((xmlParserCtxtPtr)context)->options &= ~XML_PARSE_HUGE;
  xmlSAX2EntityDecl(context, name, type, public_id, system_id, content);
}

// An entity that the document declares, or else one that HTML has: XML taken from pages is full of them.
static xmlEntityPtr find_entity(void *context, const xmlChar *name) {
  xmlParserCtxtPtr parser = context;
  xmlEntityPtr declared = xmlSAX2GetEntity(context, name);
  const htmlEntityDesc *known = declared ? NULL : htmlEntityLookup(name);
  if (!known || !parser->myDoc) return declared;
  if (!parser->myDoc->intSubset && !xmlCreateIntSubset(parser->myDoc, BAD_CAST "text", NULL, NULL))
    return NULL;
  xmlChar content[8] = {0};
  xmlCopyCharMultiByte(content, (int)known->value);
  return xmlAddDocEntity(parser->myDoc, name, XML_INTERNAL_GENERAL_ENTITY, NULL, NULL, content);
}

static xmlParserCtxtPtr create_html(void) {
  htmlSAXHandler sax = {0};
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElement = open_page_element;
  sax.endElement = close_page_element;
  sax.characters = take_text;
  sax.ignorableWhitespace = take_text;
  htmlParserCtxtPtr context =
      htmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  if (context)
    htmlCtxtUseOptions(
        context, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                     HTML_PARSE_IGNORE_ENC);
  return context;
}

static xmlParserCtxtPtr create_xml(void) {
  xmlSAXHandler sax = {0};
  xmlSAXVersion(&sax, 2);
  sax.startElementNs = open_element;
  sax.endElementNs = close_element;
  sax.characters = take_text;
  sax.ignorableWhitespace = take_text;
  sax.cdataBlock = take_text;
  sax.entityDecl = declare_entity;
  sax.getEntity = find_entity;
  sax.comment = NULL;
  sax.processingInstruction = NULL;
  xmlParserCtxtPtr context = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
  if (context)
    xmlCtxtUseOptions(
        context, XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |
                     XML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
  return context;
}

geul_markup *geul_markup_create(
    enum geul_markup_kind kind, geul_markup_handler handler, void *user) {
  geul_markup *parser = calloc(1, sizeof *parser);
  if (!parser) return NULL;
  parser->kind = kind;
  parser->handler = handler;
  parser->user = user;
  parser->context = kind == GEUL_MARKUP_HTML ? create_html() : create_xml();
  if (!parser->context) {
    free(parser);
    return NULL;
  }
  parser->context->_private = parser;
  return parser;
}

void geul_markup_parse(geul_markup *parser, const uint8_t *bytes, size_t size, int is_last) {
  if (parser->kind == GEUL_MARKUP_HTML)
    htmlParseChunk(parser->context, (const char *)bytes, (int)size, is_last);
  else
    xmlParseChunk(parser->context, (const char *)bytes, (int)size, is_last);
}

const char *geul_markup_fault(geul_markup *parser, int *line) {
  *line = 0;
  if (parser->kind == GEUL_MARKUP_HTML || parser->context->wellFormed) return NULL;
  xmlErrorPtr error = xmlCtxtGetLastError(parser->context);
  if (!error || !error->message) return "it is not well-formed";
  *line = error->line;
  return error->message;
}

void geul_markup_destroy(geul_markup *parser) {
  xmlFreeDoc(parser->context->myDoc);
  if (parser->kind == GEUL_MARKUP_HTML)
    htmlFreeParserCtxt(parser->context);
  else
    xmlFreeParserCtxt(parser->context);
  free(parser);
}
