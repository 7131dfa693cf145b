// Takes found secrets out of text that is printed beside them: a file may be
// called backup-<token>.txt, a folder be named after a password.
//
// Comparing every path with every secret would cost findings x locations. So
// the secrets are indexed by their last four bytes, and a text is looked at
// once: at each place, do the bytes that end here end a secret?
//
//   deploy/ g h p _ . . . . . W 7 k Q . t x t
//                             [tail ]  found in the index: compare the rest
//
// Tails, not heads: tokens of one kind share their prefix, never their end. A
// bitmap of 128 KiB over hashes of the tails answers most places without a
// look into the index. Finds a secret's own bytes only, not an encoded form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/core/location.h"

namespace patrol {

// Immutable once filled; then safe to read from many threads.
class SecretMask {
 public:
  // Shorter ones are not masked: they would blot out every path and hide
  // nothing worth hiding.
  static constexpr std::size_t kShortest = 4;

  // `secret` must stay where it is as long as the mask is used.
  void add(std::string_view secret);

  // `text` with each secret in it replaced by its redaction. Secrets that
  // overlap are replaced as one.
  std::string apply(std::string_view text) const;

  // The same in place; true: something was replaced.
  bool mask(std::string& text) const;

 private:
  using Tail = std::uint32_t;  // the last kShortest bytes
  static constexpr unsigned kBitmapLog = 20;

  static Tail tail_before(std::string_view text, std::size_t end);
  static std::size_t bit_of(Tail tail);
  std::size_t longest_ending_at(std::string_view text, std::size_t end) const;
  std::vector<Span> secrets_in(std::string_view text) const;

  std::unordered_map<Tail, std::vector<std::string_view>> by_tail_;
  std::vector<bool> tail_bits_;  // empty: no secret, as in most scans
};

// The same of all texts that a report shows beside its secrets.
void mask_secrets(const SecretMask& mask, Report& report);

}  // namespace patrol
