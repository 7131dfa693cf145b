#include "scanner/detect/blob_scanner.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string>
#include <utility>

#include "scanner/core/memory_input.h"
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

// Bytes that were read already, then the rest.
class ReplayedInput : public Input {
 public:
  ReplayedInput(std::string head, Input& rest)
      : head_(std::move(head)), read_ahead_(head_), rest_(rest) {}

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    Result<std::size_t> size = read_ahead_.read(to, capacity);
    if (size && *size != 0) return size;
    return rest_.read(to, capacity);
  }

 private:
  std::string head_;
  MemoryInput read_ahead_;
  Input& rest_;
};

// An offset in a piece's text, and who wants to know its place.
struct Wanted {
  std::uint64_t offset = 0;
  Position* position = nullptr;
  std::uint64_t* blob_offset = nullptr;  // null: not asked for
};

void locate(std::vector<Wanted>& wanted, std::string_view text,
            Locator locator) {
  std::ranges::stable_sort(wanted, {}, &Wanted::offset);
  std::uint64_t at = 0;
  for (const Wanted& w : wanted) {
    locator.advance(text.substr(at, w.offset - at));
    at = w.offset;
    *w.position = locator.position();
    if (w.blob_offset) *w.blob_offset = locator.offset();
  }
}

std::vector<std::string_view> decoded_from(BlobClass blob_class) {
  if (blob_class == BlobClass::kUtf16Le) return {"utf-16le"};
  if (blob_class == BlobClass::kUtf16Be) return {"utf-16be"};
  return {};
}

bool within(const Span& span, std::uint64_t offset) {
  return span.begin <= offset && offset < span.end;
}

Detection to_detection(Candidate& candidate, std::string_view text,
                       BlobClass blob_class) {
  const Span& secret = candidate.match.secret;
  Detection detection;
  detection.rule = candidate.rule;
  detection.secret =
      Secret(std::string(text.substr(secret.begin, secret.size())));
  detection.confidence = candidate.judgement.confidence;
  detection.check_digits = candidate.judgement.check_digits;
  detection.facts = std::move(candidate.judgement.facts);
  detection.decoded_from = decoded_from(blob_class);
  return detection;
}

}  // namespace

BlobScanner::BlobScanner(const Detector& detector, Detector::Worker worker,
                         std::size_t own_bytes)
    : detector_(&detector),
      worker_(std::move(worker)),
      buffer_(own_bytes + 2 * kReach) {}

Result<BlobScanner> BlobScanner::make(const Detector& detector,
                                      std::size_t own_bytes) {
  assert(own_bytes >= 1);
  Result<Detector::Worker> worker = Detector::Worker::make(detector);
  if (!worker) return worker.error();
  return BlobScanner(detector, *std::move(worker), own_bytes);
}

BlobOutcome BlobScanner::scan(Input& input, const std::atomic<bool>& stop) {
  BlobOutcome out;
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
    if (ended_ || out.over_limit) {
      locator.advance(text);
      break;
    }
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
  out.bytes = locator.offset();
}

void BlobScanner::advance_buffer(std::uint64_t bytes) {
  filled_ -= bytes;
  std::memmove(buffer_.data(), buffer_.data() + bytes, filled_);
}

void BlobScanner::scan_piece(const Piece& piece, const Span& own,
                             const Locator& locator, BlobOutcome& out) {
  candidates_.clear();
  dropped_.clear();
  if (out.blob_class == BlobClass::kBinary) {
    worker_.detect_binary(piece, candidates_, dropped_);
  } else {
    worker_.detect(piece, candidates_, dropped_);
  }
  if (candidates_.empty() && dropped_.empty()) return;
  keep_most_specific(candidates_, detector_->rules(), dropped_);

  std::vector<Span> secrets;
  secrets.reserve(candidates_.size());
  for (const Candidate& c : candidates_) secrets.push_back(c.match.secret);
  const std::size_t first = out.detections.size();
  std::vector<Span> reported;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (!within(own, candidates_[i].trigger)) continue;
    if (out.detections.size() == kMostDetections) {
      out.over_limit = true;
      break;
    }
    out.detections.push_back(
        to_detection(candidates_[i], piece.text, out.blob_class));
    out.detections.back().snippet = make_snippet(piece.text, secrets, i);
    reported.push_back(secrets[i]);
  }
  const std::size_t first_dropped = out.dropped.size();
  std::vector<std::uint64_t> dropped_at;
  for (const Dropped& drop : dropped_) {
    if (!within(own, drop.secret.begin)) continue;
    ++out.drop_counts[static_cast<std::size_t>(drop.reason)];
    if (out.dropped.size() == kMostDetections) continue;
    out.dropped.push_back({drop.rule, {}, drop.reason});
    dropped_at.push_back(drop.secret.begin);
  }
  std::vector<Wanted> wanted;
  for (std::size_t i = 0; i < reported.size(); ++i) {
    Detection& d = out.detections[first + i];
    wanted.push_back({reported[i].begin, &d.begin, &d.where.begin});
    wanted.push_back({reported[i].end, &d.end, &d.where.end});
  }
  for (std::size_t i = 0; i < dropped_at.size(); ++i) {
    wanted.push_back(
        {dropped_at[i], &out.dropped[first_dropped + i].begin, nullptr});
  }
  locate(wanted, piece.text, locator);
}

}  // namespace patrol
