#include "scanner/detect/blob_scanner.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>

#include "scanner/core/memory_input.h"
#include "scanner/core/replayed_input.h"
#include "scanner/detect/allowlists.h"
#include "scanner/detect/companions.h"
#include "scanner/detect/inline_marker.h"
#include "scanner/detect/overlap.h"
#include "scanner/detect/snippet.h"
#include "scanner/detect/utf16.h"
#include "scanner/rules/trigger.h"

namespace patrol {
namespace {

// How far beyond its own part a piece looks for triggers: no two matches
// overlap whose triggers are further apart. What is triggered there reaches as
// far again.
constexpr std::uint64_t kMargin = kReach / 2;
static_assert(kMaxMatchLength <= kMargin);

std::vector<std::string_view> decoded_from(BlobClass blob_class) {
  if (blob_class == BlobClass::kUtf16Le) return {"utf-16le"};
  if (blob_class == BlobClass::kUtf16Be) return {"utf-16be"};
  return {};
}

bool is_wide(BlobClass blob_class) {
  return blob_class == BlobClass::kUtf16Le || blob_class == BlobClass::kUtf16Be;
}

bool within(const Span& span, std::uint64_t offset) {
  return span.begin <= offset && offset < span.end;
}

Detection to_detection(const Candidate& candidate, BlobClass blob_class) {
  Detection detection;
  detection.rule = candidate.rule;
  detection.secret = candidate.secret;
  detection.confidence = candidate.judgement.confidence;
  detection.check_digits = candidate.judgement.check_digits;
  detection.facts = candidate.judgement.facts;
  detection.companions = candidate.companions;
  detection.is_marked = candidate.is_marked;
  detection.allowed_by = candidate.allowed_by;
  detection.decoded_from = decoded_from(blob_class);
  std::ranges::copy(candidate.decoded_from,
                    std::back_inserter(detection.decoded_from));
  return detection;
}

// Marks those that their lines mark. They stay where they are: what is not
// shown of them must not be shown beside others, either.
void mark(std::string_view text, const RuleSet& rules, Detected& found) {
  for (Candidate& c : found.candidates) {
    c.is_marked = is_marked(text, c.match.secret, c.rule, rules);
    if (!c.is_marked) continue;
    found.dropped.push_back({c.rule, c.match.secret, Drop::kMarked});
  }
}

// Those that lists of what is no secret may speak of. Of what is encoded the
// secret stands for the match, which only its decoded text would show.
void ask_allowlists(std::string_view text, const Allowlists& lists,
                    Detected& found) {
  for (Candidate& c : found.candidates) {
    const std::string_view secret = c.secret.reveal();
    const Span& whole = c.match.whole;
    const std::string_view match = c.decoded_from.empty()
                                       ? text.substr(whole.begin, whole.size())
                                       : secret;
    c.allowed_by =
        lists.allowing(c.rule, {secret, match, lines_around(text, whole)});
  }
}

// What one piece adds to the outcome. Places are asked for first and found
// together at the end, in one walk over the piece.
class PieceReport {
 public:
  PieceReport(std::string_view text, BlobOutcome& out)
      : text_(text),
        out_(out),
        first_detection_(out.detections.size()),
        first_dropped_(out.dropped.size()) {}

  // Those of `candidates`, which are sorted, that are triggered in `own`.
  // `gated`: which detections wait for a keyword.
  void add_detections(const std::vector<Candidate>& candidates, const Span& own,
                      std::vector<std::size_t>& gated) {
    std::vector<Span> secrets;
    secrets.reserve(candidates.size());
    for (const Candidate& c : candidates) secrets.push_back(c.match.secret);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!within(own, candidates[i].trigger)) continue;
      if (out_.detections.size() == kMostDetections) {
        out_.over_limit = true;
        return;
      }
      if (candidates[i].is_gated) gated.push_back(out_.detections.size());
      out_.detections.push_back(to_detection(candidates[i], out_.blob_class));
      out_.detections.back().snippet = make_snippet(text_, secrets, i);
      detected_.push_back(secrets[i]);
    }
  }

  // Those of `dropped` that begin in `own`, in the order of their places. What
  // two triggers lead to, or was read again around something encoded, is there
  // several times.
  void add_dropped(std::vector<Dropped>& dropped, const Span& own) {
    const auto place = [](const Dropped& d) {
      return std::make_tuple(d.secret.begin, d.rule, d.reason, d.secret.end);
    };
    std::ranges::sort(dropped, {}, place);
    const auto same = [&](const Dropped& a, const Dropped& b) {
      return place(a) == place(b);
    };
    dropped.erase(std::unique(dropped.begin(), dropped.end(), same),
                  dropped.end());
    for (const Dropped& drop : dropped) {
      if (!within(own, drop.secret.begin)) continue;
      ++out_.drop_counts[static_cast<std::size_t>(drop.reason)];
      if (out_.dropped.size() == kMostDetections) continue;
      out_.dropped.push_back({drop.rule, {}, drop.reason});
      dropped_.push_back(drop.secret.begin);
    }
  }

  // REQUIRES: `locator` stands at the piece's first byte.
  void locate(Locator locator) {
    std::vector<Wanted> wanted;
    for (std::size_t i = 0; i < detected_.size(); ++i) {
      Detection& d = out_.detections[first_detection_ + i];
      wanted.push_back({detected_[i].begin, &d.begin, &d.where.begin});
      wanted.push_back({detected_[i].end, &d.end, &d.where.end});
    }
    for (std::size_t i = 0; i < dropped_.size(); ++i) {
      wanted.push_back(
          {dropped_[i], &out_.dropped[first_dropped_ + i].begin, nullptr});
    }
    std::ranges::sort(wanted, {}, &Wanted::offset);
    std::uint64_t at = 0;
    for (const Wanted& w : wanted) {
      locator.advance(text_.substr(at, w.offset - at));
      at = w.offset;
      *w.position = locator.position();
      if (w.blob_offset) *w.blob_offset = locator.offset();
    }
  }

 private:
  // An offset in the piece's text, and who wants to know its place.
  struct Wanted {
    std::uint64_t offset;
    Position* position;
    std::uint64_t* blob_offset;  // null: not asked for
  };

  std::string_view text_;
  BlobOutcome& out_;
  std::size_t first_detection_;  // of this piece, in out_
  std::size_t first_dropped_;
  std::vector<Span> detected_;          // in text_
  std::vector<std::uint64_t> dropped_;  // likewise, where each begins
};

}  // namespace

BlobScanner::BlobScanner(const Detector& detector, Detector::Worker worker,
                         std::size_t own_bytes)
    : detector_(&detector),
      worker_(std::move(worker)),
      buffer_(own_bytes + 2 * std::size_t{kReach}),
      is_gate_open_(detector.rules().size()) {
  for (std::uint32_t i = 0; i < detector.rules().size(); ++i) {
    const RuleIndex rule{i};
    if (!detector.rules()[rule].keywords.empty()) gated_rules_.push_back(rule);
  }
}

Result<BlobScanner> BlobScanner::make(const Detector& detector,
                                      std::size_t own_bytes) {
  assert(own_bytes >= 1);
  Result<Detector::Worker> worker = Detector::Worker::make(detector);
  if (!worker) return worker.error();
  return BlobScanner(detector, *std::move(worker), own_bytes);
}

BlobOutcome BlobScanner::scan(Input& input, const std::atomic<bool>& stop) {
  BlobOutcome out;
  begin_blob();
  filled_ = 0;
  ended_ = false;
  fill(input, out);
  const std::string_view beginning(buffer_.data(), filled_);
  out.blob_class = classify(beginning);
  const bool big = out.blob_class == BlobClass::kUtf16Be;
  if (!big && out.blob_class != BlobClass::kUtf16Le) {
    scan_pieces(input, Locator(out.blob_class, false), stop, out);
    return out;
  }
  const bool marked =
      beginning.starts_with("\xFF\xFE") || beginning.starts_with("\xFE\xFF");
  ReplayedInput replayed(std::string(beginning), input);
  Utf16Input text(replayed, big ? ByteOrder::kBig : ByteOrder::kLittle);
  filled_ = 0;
  ended_ = false;
  fill(text, out);
  scan_pieces(text, Locator(out.blob_class, marked), stop, out);
  return out;
}

BlobOutcome BlobScanner::scan(std::string_view blob,
                              const std::atomic<bool>& stop) {
  BlobOutcome out;
  CleanText clean;
  scan(blob, stop, out, clean);
  return out;
}

bool BlobScanner::scan(std::string_view blob, const std::atomic<bool>& stop,
                       BlobOutcome& out, CleanText& clean) {
  out.blob_class = classify(blob);
  if (is_wide(out.blob_class) || blob.size() > kMostInOnePiece) {
    MemoryInput input(blob);
    out = scan(input, stop);
    return false;
  }
  const Piece whole{blob, {0, blob.size()}};
  begin_blob();
  begin_piece();
  const bool is_clean = worker_.detect_whole(
      blob, out.blob_class == BlobClass::kBinary, detected_, clean);
  report(whole, whole.seen, Locator(out.blob_class, false), out);
  drop_gated(out);
  out.bytes = blob.size();
  return is_clean;
}

bool BlobScanner::stays_clean(std::string_view blob, const CleanText& base,
                              std::span<const CopiedRun> runs,
                              CleanText& clean) {
  if (blob.size() > kMostInOnePiece) return false;
  const bool begins_same = !runs.empty() && runs[0].offset == 0 &&
                           runs[0].base_offset == 0 &&
                           runs[0].length >= kClassifiedBytes;
  if (!begins_same) {
    const BlobClass blob_class = classify(blob);
    if (is_wide(blob_class) ||
        base.is_binary != (blob_class == BlobClass::kBinary)) {
      return false;
    }
  }
  return worker_.stays_clean(blob, base, runs, clean);
}

std::size_t BlobScanner::own_bytes() const {
  return buffer_.capacity() - 2 * std::size_t{kReach};
}

// Reads until the buffer is full or the input ends.
void BlobScanner::fill(Input& input, BlobOutcome& out) {
  while (filled_ < buffer_.capacity() && !ended_) {
    const Result<std::size_t> size =
        input.read(buffer_.data() + filled_, buffer_.capacity() - filled_);
    if (!size) out.error = size.error();
    ended_ = !size || *size == 0;
    if (!ended_) filled_ += *size;
  }
}

void BlobScanner::scan_pieces(Input& input, Locator locator,
                              const std::atomic<bool>& stop, BlobOutcome& out) {
  Span own;
  for (;;) {
    const std::string_view text = buffer_.view(filled_);
    own.end = ended_ ? filled_ : filled_ - kReach;
    const Piece piece{text,
                      {own.begin > kMargin ? own.begin - kMargin : 0,
                       std::min<std::uint64_t>(filled_, own.end + kMargin)}};
    scan_piece(piece, own, locator, out);
    out.bytes = locator.offset_after(text);
    if (!ended_ || !gated_.empty()) look_for_keywords(text);
    if (ended_ || out.over_limit) break;
    if (stop.load(std::memory_order_relaxed)) {
      out.error = Error{"interrupted"};
      break;
    }
    const std::uint64_t passed = own.end - kReach;
    locator.advance(text.substr(0, passed));
    advance_buffer(passed);
    own.begin = kReach;
    fill(input, out);
  }
  drop_gated(out);
}

void BlobScanner::advance_buffer(std::uint64_t bytes) {
  filled_ -= bytes;
  std::memmove(buffer_.data(), buffer_.data() + bytes, filled_);
}

void BlobScanner::scan_piece(const Piece& piece, const Span& own,
                             const Locator& locator, BlobOutcome& out) {
  begin_piece();
  if (out.blob_class == BlobClass::kBinary) {
    worker_.detect_binary(piece, detected_);
  } else {
    worker_.detect(piece, detected_);
  }
  report(piece, own, locator, out);
}

void BlobScanner::begin_blob() {
  gated_.clear();
  for (RuleIndex rule : gated_rules_) {
    is_gate_open_[static_cast<std::size_t>(rule)] = false;
  }
}

// Of a blob of several pieces: what a later one matches may need a keyword
// that stands in this one, and the other way round.
void BlobScanner::look_for_keywords(std::string_view text) {
  gate_.take(text);
  for (RuleIndex rule : gated_rules_) {
    if (gate_.lets_pass(detector_->rules()[rule])) {
      is_gate_open_[static_cast<std::size_t>(rule)] = true;
    }
  }
}

// Of what was decoded, the text around may hold the keyword.
void BlobScanner::open_gates() {
  for (Candidate& c : detected_.candidates) {
    if (!c.is_gated) continue;
    c.is_gated = !is_gate_open_[static_cast<std::size_t>(c.rule)] &&
                 !gate_.lets_pass(detector_->rules()[c.rule]);
  }
}

// Detections whose keyword stands nowhere in the blob, which ends here.
void BlobScanner::drop_gated(BlobOutcome& out) {
  for (auto at = gated_.rbegin(); at != gated_.rend(); ++at) {
    const Detection& d = out.detections[*at];
    if (is_gate_open_[static_cast<std::size_t>(d.rule)]) continue;
    ++out.drop_counts[static_cast<std::size_t>(Drop::kNoKeyword)];
    if (out.dropped.size() < kMostDetections) {
      out.dropped.push_back({d.rule, d.begin, Drop::kNoKeyword});
    }
    out.detections.erase(out.detections.begin() +
                         static_cast<std::ptrdiff_t>(*at));
  }
}

void BlobScanner::begin_piece() {
  detected_.candidates.clear();
  detected_.dropped.clear();
  detected_.too_much_encoded = false;
}

void BlobScanner::report(const Piece& piece, const Span& own,
                         const Locator& locator, BlobOutcome& out) {
  Detected& found = detected_;
  out.too_much_encoded |= found.too_much_encoded;
  if (found.candidates.empty() && found.dropped.empty()) return;
  gate_.take(piece.text);
  open_gates();
  pair_companions(piece.text, detector_->rules(), found.candidates,
                  found.dropped);
  keep_most_specific(found.candidates, detector_->rules(), found.dropped);
  drop_mere_companions(*detector_, found.candidates, found.dropped);
  if (detector_->options().heeds_markers) {
    mark(piece.text, detector_->rules(), found);
  }
  if (const Allowlists* lists = detector_->options().allowlists) {
    ask_allowlists(piece.text, *lists, found);
  }
  PieceReport report(piece.text, out);
  report.add_detections(found.candidates, own, gated_);
  report.add_dropped(found.dropped, own);
  report.locate(locator);
}

}  // namespace patrol
