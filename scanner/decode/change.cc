#include "scanner/decode/change.h"

#include <algorithm>

#include "scanner/decode/decoder.h"
#include "scanner/decode/quiet.h"

namespace patrol {
namespace {

// What is copied between two new parts is looked at with them if it is no more:
// as much as the search for quiet places costs.
constexpr std::uint64_t kWorthAWindow = 256;

void add(std::uint64_t begin, std::uint64_t end, std::vector<Span>& out) {
  if (!out.empty() && begin - out.back().end < kWorthAWindow) {
    out.back().end = end;
  } else {
    out.push_back({begin, end});
  }
}

// What lies before, between and behind the runs. A place where two runs meet
// is new as well: nothing is there, but the neighbours are others.
std::vector<Span> new_parts(std::uint64_t text_size, std::uint64_t base_size,
                            std::span<const CopiedRun> runs) {
  std::vector<Span> out;
  std::uint64_t after = 0;
  for (const CopiedRun& run : runs) {
    const bool begins_both = run.offset == 0 && run.base_offset == 0;
    if (!begins_both) add(after, run.offset, out);
    after = run.end();
  }
  const bool ends_both = !runs.empty() && after == text_size &&
                         runs.back().base_end() == base_size;
  if (!ends_both) add(after, text_size, out);
  return out;
}

// What was copied of the base's encoded runs, sorted.
std::vector<Span> copied_parts(std::span<const Span> encoded,
                               std::span<const CopiedRun> runs) {
  std::vector<Span> out;
  for (const CopiedRun& run : runs) {
    const Span copied{run.base_offset, run.base_end()};
    for (const Span& span : encoded) {
      if (span.begin >= copied.end) break;
      if (span.end <= copied.begin) continue;
      out.push_back(moved(span.within(copied), run));
    }
  }
  std::ranges::sort(out, {}, &Span::begin);
  return out;
}

// Grows a window until it ends at quiet places and no encoded part is near it
// that it does not hold. False: there is no such place.
class Grower {
 public:
  Grower(std::string_view text, std::vector<Span> encoded)
      : text_(text), encoded_(std::move(encoded)) {}

  bool grow(Span& window) const {
    for (;;) {
      const auto begin = quiet_before(text_, window.begin);
      const auto end = quiet_behind(text_, window.end);
      if (!begin || !end) return false;
      window = {*begin, *end};
      if (!take_encoded(window)) return true;
    }
  }

 private:
  // Runs so near are decoded together (Decoder's context). True: it has grown.
  bool take_encoded(Span& window) const {
    const Span before = window;
    for (const Span& part : encoded_) {
      if (part.begin > window.end + kDecodedContext) break;
      if (part.end + kDecodedContext < window.begin) continue;
      window = {std::min(window.begin, part.begin),
                std::max(window.end, part.end)};
    }
    return !(window == before);
  }

  std::string_view text_;
  std::vector<Span> encoded_;
};

}  // namespace

std::optional<std::vector<Span>> windows_of(
    std::string_view text, std::uint64_t base_size,
    std::span<const CopiedRun> runs, std::span<const Span> base_encoded) {
  const Grower grower(text, copied_parts(base_encoded, runs));
  std::vector<Span> windows;
  std::uint64_t looked_at = 0;
  for (const Span& part : new_parts(text.size(), base_size, runs)) {
    Span window{part.begin - std::min(part.begin, kChangeMargin),
                std::min<std::uint64_t>(text.size(), part.end + kChangeMargin)};
    if (!windows.empty() && window.end <= windows.back().end) continue;
    if (!grower.grow(window)) return std::nullopt;
    while (!windows.empty() && window.begin <= windows.back().end) {
      window.begin = std::min(window.begin, windows.back().begin);
      looked_at -= windows.back().size();
      windows.pop_back();
    }
    looked_at += window.size();
    if (looked_at * 2 > text.size()) return std::nullopt;
    if (window.size() != 0) windows.push_back(window);
  }
  return windows;
}

}  // namespace patrol
