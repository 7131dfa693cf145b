// Any configuration: entries or an error. What was read is read again, the
// same, from the text that writes it out with every value quoted.

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/git/config_text.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

// "section.sub.section.key" as [section "sub.section"] and key. A section in
// the old way, [a.b], reads the same so.
std::string written(const ConfigEntry& entry) {
  const std::string_view key = entry.key;
  const std::size_t first = key.find('.');
  const std::size_t last = key.rfind('.');
  std::string text = "[" + std::string(key.substr(0, first));
  if (first != last) {
    text += " " + quoted(key.substr(first + 1, last - first - 1));
  }
  text += "]" + std::string(key.substr(last + 1));
  if (entry.value) text += "=" + quoted(*entry.value);
  return text + "\n";
}

// "\r\n" is '\n' to git, even where it is quoted.
bool can_be_written(const ConfigEntry& entry) {
  const std::size_t first = entry.key.find('.');
  return first != std::string::npos && first != 0 &&
         entry.key.find('\r') == std::string::npos &&
         (!entry.value || entry.value->find("\r") == std::string::npos);
}

void check(std::string_view text) {
  const Result<ConfigText> config = ConfigText::parse(text);
  if (!config) return;
  for (const ConfigEntry& entry : config->entries()) {
    static_cast<void>(config->yes(entry.key));
    if (!can_be_written(entry)) continue;
    const Result<ConfigText> again = ConfigText::parse(written(entry));
    require(again && again->entries().size() == 1, "it can be read again");
    require(again->entries()[0].key == entry.key, "the key is the same");
    require(again->entries()[0].value == entry.value, "the value is the same");
  }
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  patrol::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
