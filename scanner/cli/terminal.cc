#include "scanner/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace patrol {
namespace {

constexpr std::size_t kUsualWidth = 80;

// Empty if the variable is not set.
std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

bool is_terminal(Stream stream) {
  return isatty(static_cast<int>(stream)) == 1;
}

}  // namespace

bool use_color(When when, Stream stream) {
  if (when != When::kAuto) return when == When::kAlways;
  if (!environment("NO_COLOR").empty()) return false;
  const std::string_view force = environment("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  if (environment("CLICOLOR") == "0") return false;
  return is_terminal(stream) && environment("TERM") != "dumb";
}

bool use_progress(When when) {
  if (when != When::kAuto) return when == When::kAlways;
  return is_terminal(Stream::kErr) && environment("TERM") != "dumb" &&
         environment("CI").empty();
}

std::size_t terminal_width(Stream stream) {
  winsize size = {};
  if (ioctl(static_cast<int>(stream), TIOCGWINSZ, &size) != 0 ||
      size.ws_col == 0) {
    return kUsualWidth;
  }
  return size.ws_col;
}

}  // namespace patrol
