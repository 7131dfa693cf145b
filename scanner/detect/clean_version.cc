// Is a version of a clean text clean? See detect/clean_text.h.

#include <algorithm>

#include "scanner/decode/change.h"
#include "scanner/detect/detector_worker.h"

namespace patrol {
namespace {

// Half of what may be decoded: what is decoded of a version is known by a sum
// of what was decoded of all it was made from.
constexpr std::uint64_t kMostDecodedOfClean = kMostDecoded / 2;

bool holds(std::span<const Span> windows, const Span& part) {
  const auto window =
      std::ranges::lower_bound(windows, part.end, {}, &Span::end);
  return window != windows.end() && window->contains(part);
}

bool begins_in(std::span<const Span> windows, std::uint64_t at) {
  const auto window = std::ranges::upper_bound(windows, at, {}, &Span::end);
  return window != windows.end() && window->begin <= at;
}

// Sorted as their headers say. False: there are more than are kept.
bool tidy(CleanText& clean) {
  std::ranges::sort(clean.hits, {}, &Hit::begin);
  std::ranges::sort(clean.encoded, {}, &Span::begin);
  return clean.hits.size() <= kMostTraces &&
         clean.encoded.size() <= kMostTraces && !clean.has_runs &&
         clean.decoded <= kMostDecodedOfClean * clean.size;
}

void begin(std::string_view text, bool is_binary, CleanText& clean) {
  clean.size = text.size();
  clean.is_binary = is_binary;
  clean.has_runs = false;
  clean.hits.clear();
  clean.encoded.clear();
  clean.decoded = 0;
}

}  // namespace

bool Detector::Worker::Impl::detect_whole(std::string_view text, bool is_binary,
                                          Detected& out, CleanText& clean) {
  begin(text, is_binary, clean);
  const Piece piece{text, {0, text.size()}};
  const std::size_t before = out.candidates.size() + out.dropped.size();
  traces_ = &clean;
  if (is_binary) {
    detect_binary(piece, out);
  } else {
    detect(piece, out);
    clean.decoded = kMostDecoded * text.size() - may_decode_;
  }
  traces_ = nullptr;
  return out.candidates.size() + out.dropped.size() == before &&
         !out.too_much_encoded && detector_.untriggered.empty() && tidy(clean);
}

bool Detector::Worker::Impl::stays_clean(std::string_view text,
                                         const CleanText& base,
                                         std::span<const CopiedRun> runs,
                                         CleanText& clean) {
  const auto windows = windows_of(text, base.size, runs, base.encoded);
  if (!windows) return false;
  begin(text, base.is_binary, clean);
  nothing_.candidates.clear();
  nothing_.dropped.clear();
  nothing_.too_much_encoded = false;
  out_ = &nothing_;
  around_ = nullptr;
  survey_.take(text, *windows);
  traces_ = &clean;
  const bool is_clean = !holds_run(text, *windows) &&
                        literals_stay_clean(text, base, runs, *windows) &&
                        encoded_stays_clean(text, base, runs, *windows);
  traces_ = nullptr;
  return is_clean && tidy(clean);
}

bool Detector::Worker::Impl::found_nothing() const {
  return nothing_.candidates.empty() && nothing_.dropped.empty() &&
         !nothing_.too_much_encoded;
}

// A run of a group's alphabet, as long as its tokens, that holds what is new.
bool Detector::Worker::Impl::holds_run(std::string_view text,
                                       std::span<const Span> windows) {
  for (const RunGroup& group : detector_.run_groups) {
    const std::uint64_t length = group.finder.length();
    spans_.clear();
    if (group.in_plain) {
      for (const Span& run : survey_.plain_runs()) {
        if (run.size() >= length) group.finder.find(text, run, spans_);
      }
    } else {
      for (const Span& window : windows) {
        group.finder.find(
            text,
            {window.begin - std::min(window.begin, length),
             std::min<std::uint64_t>(text.size(), window.end + length)},
            spans_);
      }
    }
    if (!spans_.empty()) return true;
  }
  return false;
}

bool Detector::Worker::Impl::literals_stay_clean(
    std::string_view text, const CleanText& base,
    std::span<const CopiedRun> runs, std::span<const Span> windows) {
  for (const Span& window : windows) {
    literals({text, window}, rules_for(base.is_binary));
  }
  const Piece whole{text, {0, text.size()}};
  for_each_copied(base.hits, runs, [&](const Hit& hit, const CopiedRun& run) {
    const std::uint64_t at = hit.begin - run.base_offset + run.offset;
    if (begins_in(windows, at)) return;  // found again
    const Hit moved{hit.rule, hit.literal, at};
    traces_->hits.push_back(moved);
    if (!is_same_support(hit, base.size, text.size(), run)) {
      confirm_hit(whole, moved);
    }
  });
  return found_nothing();
}

// Was all that the verdict on `hit`, of the base, looked at copied by `run`?
// That is its window and a byte on either side, or the end of the text.
bool Detector::Worker::Impl::is_same_support(const Hit& hit,
                                             std::uint64_t base_size,
                                             std::uint64_t size,
                                             const CopiedRun& run) const {
  const LiteralTrigger& literal =
      detector_.rules[hit.rule].trigger.literals[hit.literal];
  const std::uint64_t before = std::uint64_t{literal.reach.before} + 1;
  const std::uint64_t end =
      hit.begin + literal.text.size() + literal.reach.after + 1;
  const bool begins_same = hit.begin >= run.base_offset + before ||
                           (run.base_offset == 0 && run.offset == 0);
  const bool ends_same = end <= run.base_end() ||
                         (run.base_end() == base_size && run.end() == size);
  return begins_same && ends_same;
}

bool Detector::Worker::Impl::encoded_stays_clean(
    std::string_view text, const CleanText& base,
    std::span<const CopiedRun> runs, std::span<const Span> windows) {
  if (base.is_binary) return true;
  may_decode_ = kMostDecoded * text.size();
  std::vector<EncodedRun> encoded;
  find_encoded({text, {0, text.size()}}, nullptr,
               detector_.options.decode_depth, encoded);
  for (const EncodedRun& run : encoded) {
    const unsigned depth = detector_.options.decode_depth;
    detect_run({text, run.where, nullptr}, *run.decoder,
               run.decoder->nests ? depth - 1 : depth);
    if (!found_nothing()) return false;
  }
  traces_->decoded = base.decoded + kMostDecoded * text.size() - may_decode_;
  for_each_copied(base.encoded, runs,
                  [&](const Span& span, const CopiedRun& run) {
                    if (span.end > run.base_end()) return;
                    const Span copied = moved(span, run);
                    if (!holds(windows, copied)) {
                      traces_->encoded.push_back(copied);
                    }
                  });
  return true;
}

}  // namespace patrol
