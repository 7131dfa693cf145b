// One pass over a text that notes all that decoders need to find their runs:
// stretches of base64 characters, and the marks that escapes begin with. Each
// decoder looking for itself would read the text nine times.
//
//   text   url = "https:\/\/x.example\/ Z2l0OmdocF8x…bQ== "
//   marks         ^      ^ ^         ^                     ^
//   text runs                           [ . . . . . . . )
//
// Nearly all text is passed 512 bytes at a time (decode/rows.h), at 0.1
// ns a byte; what is noted costs 1 ns a byte more.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/core/location.h"
#include "scanner/decode/rows.h"

namespace patrol {

// Each is noted where a decoder may begin there, as the byte behind it says.
enum class Mark : std::uint8_t {
  kBackslash,  // before u U x 0-7 \ / = : _ - and ends of lines: what a token
               // is not full of anyway
  kPercent,    // before a hexadecimal digit
  kAmpersand,  // before # and what names of characters begin with: a c e g l p
               // q s (decode/escapes.cc)
  kLess,       // before / and t
  kQuote,  // ' or ", but for most that open a literal (behind a blank, ( …)
           // and before blanks + . & \ _, as where literals are joined
};
inline constexpr std::size_t kMarks = 5;

class Survey {
 public:
  // Forgets what was noted of another text; keeps the memory.
  // REQUIRES: text is shorter than 4 GiB.
  void take(std::string_view text);

  // The same of parts of it alone, with their offsets in the whole.
  // REQUIRES: they are sorted and disjoint, and begin and end at quiet places
  // (decode/quiet.h), so that no run is cut.
  void take(std::string_view text, std::span<const Span> parts);

  // Runs of base64 characters, A-Z a-z 0-9 + / - _, in which kLeastBase64 in a
  // row may be text; whole, and in order.
  const std::vector<Span>& text_runs() const { return text_runs_; }

  // Runs of kLeastBase64 letters and digits or more, whole, and in order.
  const std::vector<Span>& plain_runs() const { return plain_runs_; }

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

  void clear();
  void look(std::string_view text, const Span& part);
  void note(std::string_view text, std::uint64_t at,
            std::span<const Notes> groups);
  void note_marks(std::string_view text, const MarkedBlock* block);

  std::vector<Span> text_runs_;
  std::vector<Span> plain_runs_;
  // The first counts_[mark] of marks_[mark] hold.
  std::array<std::vector<std::uint32_t>, kMarks> marks_;
  std::array<std::size_t, kMarks> counts_{};
};

}  // namespace patrol
