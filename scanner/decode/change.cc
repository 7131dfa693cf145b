#include "scanner/decode/change.h"

#include <algorithm>

#include "scanner/decode/survey.h"

namespace patrol {
namespace {

// Collects windows, in any order, and merges them.
class Windows {
 public:
  explicit Windows(std::uint64_t text_size) : text_size_(text_size) {}

  void add(std::uint64_t begin, std::uint64_t end) {
    begin -= std::min(begin, kChangeMargin);
    all_.push_back({begin, std::min(end + kChangeMargin, text_size_)});
  }

  std::vector<Span> merged() {
    std::ranges::sort(all_, {}, &Span::begin);
    std::vector<Span> out;
    for (const Span& window : all_) {
      if (window.size() == 0) continue;
      if (!out.empty() && window.begin <= out.back().end) {
        out.back().end = std::max(out.back().end, window.end);
      } else {
        out.push_back(window);
      }
    }
    return out;
  }

 private:
  std::uint64_t text_size_;
  std::vector<Span> all_;
};

// What lies before, between and behind the runs. A place where two runs meet
// is new as well: nothing is there, but the neighbours are others.
void add_new(std::uint64_t text_size, std::uint64_t base_size,
             std::span<const CopiedRun> runs, Windows& windows) {
  std::uint64_t after = 0;
  for (const CopiedRun& run : runs) {
    const bool begins_both = run.offset == 0 && run.base_offset == 0;
    if (!begins_both) windows.add(after, run.offset);
    after = run.end();
  }
  const bool ends_both = !runs.empty() && after == text_size &&
                         runs.back().base_end() == base_size;
  if (!ends_both) windows.add(after, text_size);
}

// What is left of those of the base's `spans` that were cut, or touch a cut.
void add_cut(const CopiedRun& run, const std::vector<Span>& spans,
             Windows& windows) {
  const auto add_at = [&](std::uint64_t cut) {
    const auto span = std::ranges::lower_bound(spans, cut, {}, &Span::end);
    if (span == spans.end() || span->begin > cut) return;
    const std::uint64_t begin =
        std::max<std::uint64_t>(span->begin, run.base_offset);
    const std::uint64_t end = std::min(span->end, run.base_end());
    if (begin >= end) return;
    windows.add(begin - run.base_offset + run.offset,
                end - run.base_offset + run.offset);
  };
  add_at(run.base_offset);
  add_at(run.base_end());
}

}  // namespace

bool Change::is_large(std::uint64_t text_size) const {
  std::uint64_t looked_at = 0;
  for (const Span& window : windows) looked_at += window.size();
  return looked_at * 2 > text_size;
}

bool Change::covers(const Span& part) const {
  const auto window =
      std::ranges::lower_bound(windows, part.end, {}, &Span::end);
  return window != windows.end() && window->contains(part);
}

Change change_of(std::uint64_t text_size, std::uint64_t base_size,
                 const Survey& base, std::span<const CopiedRun> runs) {
  Windows windows(text_size);
  add_new(text_size, base_size, runs, windows);
  for (const CopiedRun& run : runs) {
    add_cut(run, base.text_runs(), windows);
    add_cut(run, base.plain_runs(), windows);
  }
  return {runs, windows.merged()};
}

}  // namespace patrol
