#include <algorithm>
#include <array>

#include "scanner/report/format.h"

namespace patrol {
namespace {

constexpr std::array<Format, 4> kFormats = {{
    {"human", "for reading, grouped by finding, worst first", write_human},
    {"json", "one object, schema patrol-report/1", write_json},
    {"jsonl", "the same objects, one a line", write_jsonl},
    {"html", "a page to open in a browser, all in one file", write_html},
}};

}  // namespace

View<Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
  const auto at =
      std::find_if(kFormats.begin(), kFormats.end(),
                   [name](const Format& f) { return f.name == name; });
  return at == kFormats.end() ? nullptr : &*at;
}

}  // namespace patrol
