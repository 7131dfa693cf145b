#include "scanner/ci/log_guard.h"

namespace patrol {
namespace {

// ASCII that is seen. Of everything else some is white space in Unicode, which
// readers of logs take off.
bool is_plain(char c) { return c > ' ' && c < '\x7f'; }

}  // namespace

LogGuard::int_type LogGuard::overflow(int_type c) {
  if (c == traits_type::eof()) return traits_type::not_eof(c);
  const char next = traits_type::to_char_type(c);
  if (would_be_obeyed(next) && log_.sputc(' ') == traits_type::eof()) {
    return traits_type::eof();
  }
  remember(next);
  return log_.sputc(next);
}

bool LogGuard::would_be_obeyed(char c) const {
  if (hashes_ >= 2) return c == '[' || c == 'v' || c == 'V';
  return is_at_start_ && has_colon_ && c == ':';
}

void LogGuard::remember(char c) {
  hashes_ = c == '#' ? hashes_ + 1 : 0;
  if (c == '\n' || c == '\r') {
    is_at_start_ = true;
  } else if (has_colon_ || (is_plain(c) && c != ':')) {
    is_at_start_ = false;
  }
  has_colon_ = c == ':';
}

}  // namespace patrol
