// One pass over a text that notes all that decoders need to find their runs:
// stretches of base64 characters, and the marks that escapes begin with. Each
// decoder looking for itself would read the text nine times.
//
//   text   url = "https:\/\/x.example\/ Z2l0OmdocF8x…bQ== "
//   marks         ^      ^ ^         ^                     ^
//   runs                                [ . . . . . . . )
//
// Each byte is looked at once, many at a time (decode/byte_classes.h): 0.1 ns a
// byte; where there is nothing to note, no more.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/core/location.h"
#include "scanner/decode/byte_classes.h"

namespace patrol {

// Bytes of plain text below which a stretch is not decoded: no token is
// shorter than an AWS key id.
inline constexpr std::uint64_t kLeastDecoded = 20;

// Base64 characters that they take, padding left out.
inline constexpr std::uint64_t kLeastBase64 = (kLeastDecoded * 4 + 2) / 3;

enum class Mark : std::uint8_t {
  kBackslash,
  kPercent,
  kAmpersand,
  kLess,
  kQuote,  // ' or ", but for most that open a literal: behind a blank, ( , …
};
inline constexpr std::size_t kMarks = 5;

class Survey {
 public:
  // Forgets what was noted of another text; keeps the memory.
  // REQUIRES: text is shorter than 4 GiB.
  void take(std::string_view text);

  // Runs of A-Z a-z 0-9 + / - _, kLeastBase64 or longer, in order; not all that
  // are shorter than 64 and so full of + / - _ that they cannot be text. Those
  // of letters and digits alone are all there.
  const std::vector<Span>& runs() const { return runs_; }

  // Offsets, ascending.
  std::span<const std::uint32_t> marks(Mark mark) const {
    const auto index = static_cast<std::size_t>(mark);
    return {marks_[index].data(), counts_[index]};
  }

 private:
  struct MarkedBlock {
    std::uint64_t at;
    std::uint64_t mask;
  };

  void note(std::string_view text, std::uint64_t at,
            std::span<const Masks> blocks);
  void note_marks(std::string_view text, const MarkedBlock* block);
  void note_runs(std::uint64_t at, const Masks& masks, const Masks& before);
  void note_open_run(std::uint64_t at, std::uint64_t ends, const Masks& masks,
                     const Masks& before);
  void note_inner_runs(std::uint64_t at, std::uint64_t ends,
                       const Masks& masks);

  std::uint64_t open_ = 0;  // base64 characters before the block, in a row
  std::vector<Span> runs_;
  // The first counts_[mark] of marks_[mark] hold.
  std::array<std::vector<std::uint32_t>, kMarks> marks_;
  std::array<std::size_t, kMarks> counts_{};
};

}  // namespace patrol
