// Finds every place of a thousand literals at once: what Hyperscan does, by a
// shorter way that needs a processor with AVX512-VBMI2. detect/prefilter.h uses
// whichever there is.
//
// Idea: a literal is looked for by four of its bytes, its window, which
// detect/literal_plan.h chooses. Where a window may stand is what
// detect/window_filter.h says of 4 KiB at once; there the window is looked up,
// and the literals that have it are compared.
//
//   text      . . . p e r s o n a l . .
//   literal         p e r s o n a l        begins 4 bytes before its window
//   window                  o n a l
//
// Measured beside Hyperscan 5.4.0: bench/README.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/detect/literal_plan.h"
#include "scanner/detect/window_filter.h"

namespace patrol {

// Immutable; thread-safe.
class LiteralFinder {
 public:
  struct Place {
    std::uint32_t needle = 0;  // index
    std::size_t begin = 0;     // in the searched bytes
    bool operator==(const Place&) const = default;
  };

  // Has this processor the instructions?
  static bool runs_here() { return WindowFilter::runs_here(); }

  // The needles' texts must outlive the finder. `plan` is of plan_windows().
  // Nullopt: it is not one of these needles.
  static std::optional<LiteralFinder> make(std::span<const Needle> needles,
                                           std::string_view plan);

  // Appends every place, by the place of the window. REQUIRES: runs_here();
  // kPadding readable bytes after bytes.end() (core/buffer.h).
  void find(std::string_view bytes, std::vector<Place>& out) const;

 private:
  // Who has a window: a hash table.
  class Windows {
   public:
    void add(std::string_view window, std::uint32_t needle);
    // To be called when all are added.
    void finish();

    // Calls with each needle that may have the window that begins with these
    // four bytes: its letters may be of the other case.
    template <typename Call>
    void each(std::uint32_t bytes, const Call& call) const;

   private:
    static constexpr unsigned kSlotBits = 12;

    struct Entry {
      std::uint32_t key;
      std::uint32_t needle;
    };

    template <typename Call>
    void each_of(std::uint32_t key, const Call& call) const;

    // Slot s has entries_[slots_[s]] to entries_[slots_[s + 1]].
    std::array<std::uint16_t, (1U << kSlotBits) + 1> slots_{};
    std::vector<Entry> entries_;
  };

  // A needle as it is compared.
  struct Compared {
    std::uint64_t bytes;   // the first eight, zeros behind the end; in lower
                           // case where both cases match
    std::uint64_t mask;    // which bytes there are
    std::uint64_t folded;  // the bit that makes a letter lower case
    std::uint32_t size;    // of the needle
    std::uint32_t window;  // where its window begins
  };

  LiteralFinder() = default;
  void add(const Needle& needle, const WindowChoice& choice);
  static Compared compared(const Needle& needle, std::size_t window);
  bool stands_at(std::uint32_t needle, const char* place) const;
  void verify(std::string_view bytes, std::size_t at,
              std::vector<Place>& out) const;

  std::vector<Needle> needles_;
  std::vector<Compared> compared_;  // by needle
  WindowFilter filter_;
  Windows windows_;
};

}  // namespace patrol
