#ifndef GEUL_LINE_EDITOR_H
#define GEUL_LINE_EDITOR_H

// libedit's settings are variadic, which Swift cannot call; each setting that is used has a function here.

#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <sys/types.h>
#include <wchar.h>
#include <wctype.h>

// The marks around the parts of a prompt that take no columns.
#define LINE_EDITOR_PROMPT_MARK 1

// On the terminal that is standard input and output, drawn through `drawn`.
static inline EditLine *line_editor_begin(const char *name, FILE *drawn) {
  return el_init_fd(name, stdin, drawn, stderr, 0, 1, 2);
}

static inline int line_editor_set_prompt(EditLine *editor, wchar_t *(*prompt)(EditLine *)) {
  return el_wset(editor, EL_PROMPT_ESC, prompt, (wchar_t)LINE_EDITOR_PROMPT_MARK);
}

static inline int line_editor_set_reader(EditLine *editor, int (*reader)(EditLine *, wchar_t *)) {
  return el_wset(editor, EL_GETCFN, reader);
}

static inline int line_editor_set_owner(EditLine *editor, void *owner) {
  return el_wset(editor, EL_CLIENTDATA, owner);
}

static inline void *line_editor_owner(EditLine *editor) {
  void *owner = NULL;
  return el_wget(editor, EL_CLIENTDATA, &owner) == 0 ? owner : NULL;
}

static inline int line_editor_use_emacs_keys(EditLine *editor) {
  return el_wset(editor, EL_EDITOR, L"emacs");
}

static inline int line_editor_add_function(
    EditLine *editor, const wchar_t *name, unsigned char (*function)(EditLine *, int)) {
  return el_wset(editor, EL_ADDFN, name, name, function);
}

static inline int line_editor_bind(
    EditLine *editor, const wchar_t *key, const wchar_t *function) {
  return el_wset(editor, EL_BIND, key, function, NULL);
}

// The key stands for other keys.
static inline int line_editor_bind_keys(
    EditLine *editor, const wchar_t *key, const wchar_t *keys) {
  return el_wset(editor, EL_BIND, L"-s", key, keys, NULL);
}

// Between lines nothing typed is shown, and Ctrl-C discards nothing, between lines or within one. Within one no key
// sends a signal or stops the screen: the terminal would take those that are pasted for typed ones.
static inline int line_editor_keep_quiet(EditLine *editor) {
  int between = el_wset(
      editor, EL_SETTY, L"-x", L"-echo", L"-echonl", L"-icanon", L"+isig", L"+noflsh", NULL);
  int within = el_wset(editor, EL_SETTY, L"-d", L"+noflsh", L"-isig", L"-ixon", NULL);
  return between | within;
}

// Rows end with a line feed, not by running over the window's edge.
static inline int line_editor_break_rows(EditLine *editor) {
  return el_wset(editor, EL_SETTC, L"am", L"no", NULL);
}

static inline int line_editor_redraw(EditLine *editor) { return el_wset(editor, EL_REFRESH); }

static inline int line_editor_prepare_terminal(EditLine *editor, int prepare) {
  return el_wset(editor, EL_PREP_TERM, prepare);
}

static inline int line_editor_use_history(EditLine *editor, HistoryW *history) {
  return el_wset(editor, EL_HIST, history_w, history);
}

static inline int line_editor_size_history(HistoryW *history, int size) {
  HistEventW event;
  return history_w(history, &event, H_SETSIZE, size);
}

static inline int line_editor_add_to_history(HistoryW *history, const wchar_t *line) {
  HistEventW event;
  return history_w(history, &event, H_ENTER, line);
}

// What the C library declares under _GNU_SOURCE only: wcwidth, cookie_io_functions_t and fopencookie. To define that
// here would give this module's fd_set other names than Swift's module of the C library has, and which of the two a
// file met first would decide whether it compiles.
extern int wcwidth(wchar_t code);
typedef struct {
  ssize_t (*read)(void *, char *, size_t);
  ssize_t (*write)(void *, const char *, size_t);
  int (*seek)(void *, off_t *, int);
  int (*close)(void *);
} line_editor_stream_functions;
extern FILE *line_editor_open_stream(void *, const char *, line_editor_stream_functions)
    __asm__("fopencookie");

// A stream that hands what is written to it to `write`.
static inline FILE *line_editor_stream(
    void *owner, ssize_t (*write)(void *, const char *, size_t)) {
  line_editor_stream_functions functions = {NULL, write, NULL, NULL};
  return line_editor_open_stream(owner, "w", functions);
}

// nl_langinfo's items are an enumeration that the importer leaves untyped.
static inline const char *line_editor_codeset(void) { return nl_langinfo(CODESET); }

#endif
