#include "scanner/detect/literal_finder.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <functional>
#include <limits>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/rules/source_text.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace patrol {
namespace {

constexpr std::size_t kBlock = 64;

// What may stand at text[at]; anything, behind a needle's end. Bytes that share
// six bits, such as 'p' and '0', are told apart by the hash.
Sixes sixes_at(const Needle& needle, std::size_t at) {
  if (at >= needle.text.size()) return kAnySix;
  return sixes_of(needle.text[at], needle.caseless);
}

constexpr std::size_t kWindowBytes = 4;
// The second makes a tenth fewer places pass, a third would a hundredth.
constexpr int kRounds = 2;
// To look a window up and compare costs as much as to reject three places.
constexpr double kCostOfLook = 3;
using Window = std::array<Sixes, kWindowBytes>;

// The windows of some needles, laid over each other.
class Bucket {
 public:
  // How much more often a place would pass if `window` were in here too.
  double price(const Window& window) const {
    const Window both = with(window);
    return both == sixes_ ? 0 : chance_of(both) - chance_;
  }

  void add(const Window& window) {
    windows_.push_back(window);
    sixes_ = with(window);
    chance_ = chance_of(sixes_);
  }

  void remove(const Window& window) {
    windows_.erase(std::ranges::find(windows_, window));
    sixes_ = {};
    for (const Window& other : windows_) sixes_ = with(other);
    chance_ = chance_of(sixes_);
  }

 private:
  Window with(const Window& window) const {
    Window both = sixes_;
    for (std::size_t k = 0; k < both.size(); ++k) both[k] |= window[k];
    return both;
  }

  std::vector<Window> windows_;
  Window sixes_{};
  double chance_ = 0;  // that a place passes
};

// One of the windows that a needle has.
struct Offer {
  std::size_t begin;
  Window window;
  double chance;  // that it stands at a place
};

Offer offer_at(const Needle& needle, std::size_t begin) {
  Window window;
  for (std::size_t k = 0; k < window.size(); ++k) {
    window[k] = sixes_at(needle, begin + k);
  }
  return {begin, window,
          chance_of(needle.text.substr(begin, kWindowBytes), needle.caseless)};
}

// Among those whose beginning a byte can tell.
std::vector<Offer> offers_of(const Needle& needle) {
  assert(needle.text.size() >= kShortestNeedle);
  std::vector<Offer> offers = {offer_at(needle, 0)};
  const std::size_t end = std::min<std::size_t>(needle.text.size(), 255);
  for (std::size_t begin = 1; begin + kWindowBytes <= end; ++begin) {
    offers.push_back(offer_at(needle, begin));
  }
  return offers;
}

// What is decided for a needle, and all that could be.
struct Choice {
  std::size_t needle;
  std::vector<Offer> offers;
  double least;                  // chance of the rarest
  const Offer* taken = nullptr;  // one of the offers
  std::size_t bucket = 0;
};

Choice open_choice(const Needle& needle, std::size_t index) {
  std::vector<Offer> offers = offers_of(needle);
  const double least =
      std::ranges::min_element(offers, {}, &Offer::chance)->chance;
  return {index, std::move(offers), least};
}

// The window and the bucket that cost least as the others stand.
void decide(Choice& choice, std::span<const Bucket> buckets) {
  double least = std::numeric_limits<double>::infinity();
  for (const Offer& offer : choice.offers) {
    for (std::size_t b = 0; b < buckets.size(); ++b) {
      const double cost =
          buckets[b].price(offer.window) + kCostOfLook * offer.chance;
      if (cost >= least) continue;
      least = cost;
      choice.taken = &offer;
      choice.bucket = b;
    }
  }
}

// As they stand in memory.
std::uint32_t four_bytes(const char* place) {
  std::uint32_t bytes;
  std::memcpy(&bytes, place, sizeof(bytes));
  return bytes;
}

std::uint64_t eight_bytes(const char* place) {
  std::uint64_t bytes;
  std::memcpy(&bytes, place, sizeof(bytes));
  return bytes;
}

}  // namespace

// All texts that match: "id-" "iD-" "Id-" "ID-".
void LiteralFinder::Windows::add(const Needle& needle, std::uint32_t index,
                                 std::size_t begin) {
  const std::string_view window = needle.text.substr(begin, kWindow);
  if (window.size() != length_) return;
  std::array<char, kWindow> bytes{};
  std::array<char, kWindow> cases{};  // the bit that tells them apart
  for (std::size_t i = 0; i < length_; ++i) {
    bytes[i] = window[i];
    cases[i] = needle.caseless && is_letter(window[i]) ? ' ' : '\0';
  }
  const std::uint32_t all = four_bytes(cases.data());
  std::uint32_t some = all;
  do {  // every subset of the bits in `all`
    const std::uint32_t key = four_bytes(bytes.data()) ^ some;
    bits_[hash(key) / 64] |= std::uint64_t{1} << hash(key) % 64;
    entries_.push_back({key, index});
    some = (some - 1) & all;
  } while (some != all);
}

void LiteralFinder::Windows::finish() {
  const auto by_slot = [](const Entry& entry) { return slot(entry.key); };
  std::ranges::sort(entries_, {}, by_slot);
  std::uint32_t next = 0;
  for (std::uint32_t e = 0; e <= entries_.size(); ++e) {
    const std::uint32_t last =
        e < entries_.size() ? by_slot(entries_[e]) : 1U << kSlotBits;
    for (; next <= last; ++next) slots_[next] = e;
  }
}

template <typename Call>
void LiteralFinder::Windows::each(std::uint32_t bytes, const Call& call) const {
  const std::uint32_t wanted = key(bytes);
  const std::uint32_t s = slot(wanted);
  for (std::uint32_t e = slots_[s]; e < slots_[s + 1]; ++e) {
    if (entries_[e].key == wanted) call(entries_[e].needle);
  }
}

// The needles, the most frequent first, each choose the window and the bucket
// that cost least: a frequent window may be the better one if a bucket lets it
// pass already. What later ones did to a bucket could not be foreseen, so all
// choose again.
std::string LiteralFinder::plan(std::span<const Needle> needles) {
  std::vector<Choice> choices;
  for (std::size_t n = 0; n < needles.size(); ++n) {
    choices.push_back(open_choice(needles[n], n));
  }
  std::ranges::sort(choices, std::greater(), &Choice::least);
  std::array<Bucket, kBuckets> buckets;
  for (int round = 0; round < kRounds; ++round) {
    for (Choice& choice : choices) {
      if (round > 0) buckets[choice.bucket].remove(choice.taken->window);
      decide(choice, buckets);
      buckets[choice.bucket].add(choice.taken->window);
    }
  }
  std::string plan(2 * needles.size(), '\0');
  for (const Choice& choice : choices) {
    plan[2 * choice.needle] = static_cast<char>(choice.taken->begin);
    plan[2 * choice.needle + 1] = static_cast<char>(choice.bucket);
  }
  return plan;
}

std::optional<LiteralFinder> LiteralFinder::make(
    std::span<const Needle> needles, std::string_view plan) {
  if (plan.size() != 2 * needles.size()) return std::nullopt;
  LiteralFinder finder;
  for (std::size_t n = 0; n < needles.size(); ++n) {
    const auto window = static_cast<unsigned char>(plan[2 * n]);
    const auto bucket = static_cast<unsigned char>(plan[2 * n + 1]);
    if (window + kShortestNeedle > needles[n].text.size()) return std::nullopt;
    if (bucket >= kBuckets) return std::nullopt;
    finder.add(needles[n], window, bucket);
  }
  finder.long_.finish();
  finder.short_.finish();
  return finder;
}

void LiteralFinder::add(const Needle& needle, std::size_t window,
                        std::size_t bucket) {
  const auto index = static_cast<std::uint32_t>(needles_.size());
  needles_.push_back(needle);
  window_.push_back(window);
  heads_.push_back(head_of(needle));
  for (std::size_t k = 0; k < kWindow; ++k) {
    for (Sixes six = sixes_at(needle, window + k); six != 0; six &= six - 1) {
      tables_
          .of[bucket / 8][k][static_cast<std::size_t>(std::countr_zero(six))] |=
          static_cast<std::uint8_t>(1U << bucket % 8);
    }
  }
  long_.add(needle, index, window);
  short_.add(needle, index, window);
}

inline bool LiteralFinder::may_begin(const char* place) const {
  const std::uint32_t bytes = four_bytes(place);
  return static_cast<unsigned>(long_.may_have(bytes)) |
         static_cast<unsigned>(short_.may_have(bytes));
}

// In three steps over 4 KiB, since none but the last has a jump that could not
// be foreseen: what passes the tables, what passes the hash, what is there.
void LiteralFinder::find(std::string_view bytes,
                         std::vector<Place>& out) const {
  std::array<MarkedBlock, kBlocks + 1> blocks;
  std::array<std::size_t, kBlocks * kBlock + 1> places;
  for (std::size_t from = 0; from < bytes.size(); from += kBlocks * kBlock) {
    blocks[mark(tables_, bytes, from, blocks.data())].mask = 0;
    std::size_t count = 0;
    const MarkedBlock* block = blocks.data();
    for (std::uint64_t mask = block->mask; mask != 0;) {
      places[count] =
          block->at + static_cast<std::size_t>(std::countr_zero(mask));
      count += may_begin(bytes.data() + places[count]);
      mask &= mask - 1;
      block += mask == 0;
      mask = mask == 0 ? block->mask : mask;
    }
    for (std::size_t i = 0; i < count; ++i) verify(bytes, places[i], out);
  }
}

// Compares eight bytes at once, which is all of nearly every needle.
LiteralFinder::Head LiteralFinder::head_of(const Needle& needle) {
  std::array<char, 8> bytes{};
  std::array<char, 8> compared{};
  std::array<char, 8> folded{};
  const std::size_t length = std::min(needle.text.size(), bytes.size());
  for (std::size_t i = 0; i < length; ++i) {
    const bool folds = needle.caseless && is_letter(needle.text[i]);
    bytes[i] = folds ? lower(needle.text[i]) : needle.text[i];
    compared[i] = '\xFF';
    folded[i] = folds ? ' ' : '\0';
  }
  return {eight_bytes(bytes.data()), eight_bytes(compared.data()),
          eight_bytes(folded.data())};
}

bool LiteralFinder::stands_at(std::uint32_t n, const char* place) const {
  const Head& head = heads_[n];
  if (((eight_bytes(place) | head.folded) & head.compared) != head.bytes) {
    return false;
  }
  const auto& [text, caseless] = needles_[n];
  const std::string_view here(place, text.size());
  if (text.size() <= sizeof(head.bytes)) return true;
  return caseless ? std::ranges::equal(here, text, {}, lower, lower)
                  : here == text;
}

void LiteralFinder::verify(std::string_view bytes, std::size_t at,
                           std::vector<Place>& out) const {
  const std::uint32_t window = four_bytes(bytes.data() + at);
  const auto check = [&](std::uint32_t n) {
    if (at < window_[n]) return;
    const std::size_t begin = at - window_[n];
    if (bytes.size() - begin >= needles_[n].text.size() &&
        stands_at(n, bytes.data() + begin)) {
      out.push_back({n, begin});
    }
  };
  long_.each(window, check);
  short_.each(window, check);
}

#if defined(__x86_64__)

bool LiteralFinder::runs_here() {
  return __builtin_cpu_supports("avx512vbmi") != 0 &&
         __builtin_cpu_supports("avx512bw") != 0;
}

#define PATROL_VBMI [[gnu::target("avx512vbmi,avx512bw")]]

// The block at bytes[at], which may lie across the end or behind it.
PATROL_VBMI inline __m512i load(std::string_view bytes, std::size_t at) {
  if (at + kBlock <= bytes.size()) return _mm512_loadu_si512(bytes.data() + at);
  const std::size_t left = bytes.size() - std::min(bytes.size(), at);
  return _mm512_maskz_loadu_epi8((__mmask64{1} << left) - 1, bytes.data() + at);
}

// By the low six bits of each byte. (Without a mask gcc 12 warns of its own
// header.)
PATROL_VBMI inline __m512i ask(__m512i table, __m512i bytes) {
  return _mm512_maskz_permutexvar_epi8(~__mmask64{0}, bytes, table);
}

// Notes the blocks of bytes[from ...), at most kBlocks, that have a place, and
// says how many those are.
PATROL_VBMI std::size_t LiteralFinder::mark(const Tables& tables,
                                            std::string_view bytes,
                                            std::size_t from,
                                            MarkedBlock* out) {
  __m512i table[kSets][kWindow];
  for (std::size_t set = 0; set < kSets; ++set) {
    for (std::size_t k = 0; k < kWindow; ++k) {
      table[set][k] = _mm512_load_si512(tables.of[set][k].data());
    }
  }
  const std::size_t end = std::min(bytes.size(), from + kBlocks * kBlock);
  std::size_t count = 0;
  for (std::size_t at = from; at < end; at += kBlock) {
    __m512i any = _mm512_setzero_si512();
    __m512i text[kWindow];
    for (std::size_t k = 0; k < kWindow; ++k) text[k] = load(bytes, at + k);
    for (const auto& of : table) {
      __m512i all = ask(of[0], text[0]);
      for (std::size_t k = 1; k < kWindow; ++k) {
        all = _mm512_and_si512(all, ask(of[k], text[k]));
      }
      any = _mm512_or_si512(any, all);
    }
    out[count] = {at, _mm512_test_epi8_mask(any, any)};
    count += out[count].mask != 0;
  }
  return count;
}

#else

bool LiteralFinder::runs_here() { return false; }

std::size_t LiteralFinder::mark(const Tables&, std::string_view, std::size_t,
                                MarkedBlock*) {
  return 0;
}

#endif

}  // namespace patrol
