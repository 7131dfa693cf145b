#include "scanner/findings/secret_mask.h"

#include <algorithm>
#include <cstring>

#include "scanner/core/secret.h"

namespace patrol {

// REQUIRES: kShortest <= end <= text.size().
SecretMask::Tail SecretMask::tail_before(std::string_view text,
                                         std::size_t end) {
  Tail tail;
  static_assert(sizeof tail == kShortest);
  std::memcpy(&tail, text.data() + end - kShortest, kShortest);
  return tail;
}

// Fibonacci hashing: the top bits of a product with 2^32 / golden ratio.
std::size_t SecretMask::bit_of(Tail tail) {
  return (tail * Tail{2654435769}) >> (32 - kBitmapLog);
}

void SecretMask::add(std::string_view secret) {
  if (secret.size() < kShortest) return;
  tail_bits_.resize(1 << kBitmapLog);
  const Tail tail = tail_before(secret, secret.size());
  by_tail_[tail].push_back(secret);
  tail_bits_[bit_of(tail)] = true;
}

std::string SecretMask::apply(std::string_view text) const {
  std::string masked;
  std::size_t done = 0;
  for (const Span& span : secrets_in(text)) {
    masked += text.substr(done, span.begin - done);
    masked += redact(text.substr(span.begin, span.size()));
    done = span.end;
  }
  return masked.append(text.substr(done));
}

bool SecretMask::mask(std::string& text) const {
  if (secrets_in(text).empty()) return false;
  text = apply(text);
  return true;
}

// Length of the longest secret that ends at `end`; 0: none does.
std::size_t SecretMask::longest_ending_at(std::string_view text,
                                          std::size_t end) const {
  const Tail tail = tail_before(text, end);
  if (!tail_bits_[bit_of(tail)]) return 0;
  const auto found = by_tail_.find(tail);
  if (found == by_tail_.end()) return 0;
  std::size_t longest = 0;
  for (std::string_view secret : found->second) {
    if (text.substr(0, end).ends_with(secret)) {
      longest = std::max(longest, secret.size());
    }
  }
  return longest;
}

// In order, disjoint.
std::vector<Span> SecretMask::secrets_in(std::string_view text) const {
  std::vector<Span> spans;
  if (tail_bits_.empty()) return spans;
  for (std::size_t end = kShortest; end <= text.size(); ++end) {
    const std::size_t length = longest_ending_at(text, end);
    if (length == 0) continue;
    Span span{end - length, end};
    while (!spans.empty() && spans.back().end > span.begin) {
      span.begin = std::min(span.begin, spans.back().begin);
      spans.pop_back();
    }
    spans.push_back(span);
  }
  return spans;
}

namespace {

void mask_all(const SecretMask& mask, std::vector<Unread>& entries) {
  for (Unread& entry : entries) {
    mask.mask(entry.path);
    mask.mask(entry.member);
    mask.mask(entry.reason);
  }
  std::sort(entries.begin(), entries.end());
}

void mask_all(const SecretMask& mask, Finding& finding) {
  for (auto& [key, value] : finding.facts) mask.mask(value);
  for (Location& location : finding.locations) {
    mask.mask(location.path);
    mask.mask(location.member);
    mask.mask(location.snippet.before);
    mask.mask(location.snippet.after);
    if (auto& introduction = location.provenance.introduction) {
      mask.mask(introduction->author);
      mask.mask(introduction->email);
    }
  }
}

}  // namespace

void mask_secrets(const SecretMask& mask, Report& report) {
  mask.mask(report.scan.target);
  mask_all(mask, report.scan.skipped);
  mask_all(mask, report.scan.unread);
  for (Finding& finding : report.findings) mask_all(mask, finding);
}

}  // namespace patrol
