// Finds every place of several hundred literals at once: what Hyperscan does,
// by a shorter way that needs a processor with AVX512-VBMI (Intel's servers
// since 2021, AMD's Zen 4). detect/prefilter.h uses whichever there is.
//
// Idea: of each literal four bytes are chosen, its window, and the literals are
// put into 32 buckets. Four tables say, by the low six bits of a byte, in which
// buckets a window has that byte first, second, third and fourth; an
// instruction asks a table for 64 bytes of text at once:
//
//   text        . . . g h p _ . . .
//   first[g]          {2,7,9}
//   second[h]           {7,9}
//   third[p]              {1,7}
//   fourth[_]               {0,7,8}      bucket 7 may have a literal here
//
// One place in 100 of C source passes. There the window's hash, in a table of
// bits, rejects nearly all that is left; then the literals are compared.
// (The tables are those of Teddy in Hyperscan, which asks for half bytes, and
// so is for some 70 literals; its FDR hashes two bytes and more, and waits for
// memory. Wang et al., "Hyperscan", NSDI 2019, section 5.)
//
// Measured beside Hyperscan 5.4.0: bench/README.md.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {

// A literal that is searched for.
struct Needle {
  std::string_view text;
  bool caseless = false;  // ASCII letters match in either case
  auto operator<=>(const Needle&) const = default;
};

// Shorter needles hit everywhere.
inline constexpr std::size_t kShortestNeedle = 3;

// Immutable; thread-safe.
class LiteralFinder {
 public:
  struct Place {
    std::uint32_t needle = 0;  // index
    std::size_t begin = 0;     // in the searched bytes
    bool operator==(const Place&) const = default;
  };

  // Has this processor the instructions?
  static bool runs_here();

  // Where each needle's window begins, and in which bucket it is: two bytes a
  // needle. Costs 40 ms for 460 needles, so the build does it.
  // REQUIRES: none is shorter than kShortestNeedle.
  static std::string plan(std::span<const Needle> needles);

  // The needles' texts must outlive the finder. Nullopt: `plan` is not one of
  // these needles.
  static std::optional<LiteralFinder> make(std::span<const Needle> needles,
                                           std::string_view plan);

  // Appends every place, by the place of the window. REQUIRES: runs_here();
  // kPadding readable bytes after bytes.end() (core/buffer.h).
  void find(std::string_view bytes, std::vector<Place>& out) const;

 private:
  static constexpr std::size_t kWindow = 4;
  static constexpr std::size_t kSets = 4;  // of eight buckets, a bit each
  static constexpr std::size_t kBuckets = 8 * kSets;

  // By the low six bits of a window's byte.
  using Table = std::array<std::uint8_t, 64>;
  struct alignas(64) Tables {
    std::array<std::array<Table, kWindow>, kSets> of{};
  };

  // 64 bytes of text, and a bit for each place that passed the tables.
  struct MarkedBlock {
    std::size_t at;
    std::uint64_t mask;
  };
  static constexpr std::size_t kBlocks = 64;  // that are looked at in one go

  // Windows of one length, spelled out in both cases where both match: a hash
  // table with a table of bits before it.
  class Windows {
   public:
    explicit Windows(std::size_t length) : length_(length) {}

    // Adds the needle if its window has this length.
    void add(const Needle& needle, std::uint32_t index, std::size_t begin);
    // To be called when all are added.
    void finish();

    // `bytes`: the four that begin at a place.
    bool may_have(std::uint32_t bytes) const {
      const std::uint32_t h = hash(key(bytes));
      return (bits_[h / 64] >> h % 64 & 1) != 0;
    }
    // Calls with each needle that has this window.
    template <typename Call>
    void each(std::uint32_t bytes, const Call& call) const;

   private:
    static constexpr unsigned kHashBits = 16;
    static constexpr unsigned kSlotBits = 12;  // the upper ones of a hash

    struct Entry {
      std::uint32_t key;
      std::uint32_t needle;
    };

    std::uint32_t key(std::uint32_t bytes) const {
      return length_ == kWindow ? bytes : bytes & 0xFF'FFFF;
    }
    // Multiplicative (Knuth, vol. 3, 6.4); 2654435761 is near 2^32 / phi.
    static std::uint32_t hash(std::uint32_t key) {
      return key * 2'654'435'761U >> (32 - kHashBits);
    }
    static std::uint32_t slot(std::uint32_t key) {
      return hash(key) >> (kHashBits - kSlotBits);
    }

    std::size_t length_;
    std::array<std::uint64_t, (1U << kHashBits) / 64> bits_{};
    // Slot s has entries_[slots_[s]] to entries_[slots_[s + 1]].
    std::array<std::uint32_t, (1U << kSlotBits) + 1> slots_{};
    std::vector<Entry> entries_;
  };

  // The first eight bytes of a needle, zeros behind its end.
  struct Head {
    std::uint64_t bytes;     // in lower case where both cases match
    std::uint64_t compared;  // which bytes there are
    std::uint64_t folded;    // the bit that makes a letter lower case
  };

  LiteralFinder() = default;
  void add(const Needle& needle, std::size_t window, std::size_t bucket);
  static Head head_of(const Needle& needle);
  bool may_begin(const char* place) const;
  bool stands_at(std::uint32_t needle, const char* place) const;
  void verify(std::string_view bytes, std::size_t at,
              std::vector<Place>& out) const;
  static std::size_t mark(const Tables& tables, std::string_view bytes,
                          std::size_t from, MarkedBlock* out);

  std::vector<Needle> needles_;
  std::vector<Head> heads_;
  std::vector<std::size_t> window_;  // by needle: where its window begins
  Tables tables_;
  Windows long_{kWindow};
  Windows short_{kShortestNeedle};
};

}  // namespace patrol
