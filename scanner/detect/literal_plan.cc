#include "scanner/detect/literal_plan.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>

#include "scanner/rules/source_text.h"

namespace patrol {
namespace {

// The second makes a tenth fewer places pass, a third would a hundredth.
constexpr int kRounds = 2;
// To look a window up and compare costs more than to reject a place. By the
// clock it is ten times as much; but the chances foretell too little for that:
// from 3 to 12 as many places pass, with 1 or 24 half as many again.
constexpr double kCostOfLook = 3;

// The windows of some needles, laid over each other.
class Bucket {
 public:
  // How much more often a place would pass if `window` were in here too.
  double price(const WindowSixes& window) const {
    const WindowSixes both = with(window);
    return both == sixes_ ? 0 : chance_of(both) - chance_;
  }

  void add(const WindowSixes& window) {
    windows_.push_back(window);
    sixes_ = with(window);
    chance_ = chance_of(sixes_);
  }

  void remove(const WindowSixes& window) {
    windows_.erase(std::ranges::find(windows_, window));
    sixes_ = {};
    for (const WindowSixes& other : windows_) sixes_ = with(other);
    chance_ = chance_of(sixes_);
  }

 private:
  WindowSixes with(const WindowSixes& window) const {
    WindowSixes both = sixes_;
    for (std::size_t k = 0; k < both.size(); ++k) both[k] |= window[k];
    return both;
  }

  std::vector<WindowSixes> windows_;
  WindowSixes sixes_{};
  double chance_ = 0;  // that a place passes
};

// One of the windows that a needle has.
struct Offer {
  std::size_t begin;
  WindowSixes window;
  double chance;  // that it stands at a place
};

Offer offer_at(const Needle& needle, std::size_t begin) {
  return {begin, sixes_of(needle, begin),
          chance_of(needle.text.substr(begin, kWindow), needle.caseless)};
}

// Among those whose beginning a byte can tell.
std::vector<Offer> offers_of(const Needle& needle) {
  assert(needle.text.size() >= kShortestNeedle);
  std::vector<Offer> offers = {offer_at(needle, 0)};
  const std::size_t end = std::min<std::size_t>(needle.text.size(), 255);
  for (std::size_t begin = 1; begin + kWindow <= end; ++begin) {
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

}  // namespace

// Bytes that share six bits, such as 'p' and '0', are told apart by the hash.
WindowSixes sixes_of(const Needle& needle, std::size_t begin) {
  WindowSixes window;
  window.fill(kAnySix);
  const std::string_view text = needle.text.substr(begin, kWindow);
  for (std::size_t k = 0; k < text.size(); ++k) {
    window[k] = sixes_of(text[k], needle.caseless);
  }
  return window;
}

// The needles, the most frequent first, each choose the window and the bucket
// that cost least: a frequent window may be the better one if a bucket lets it
// pass already. What later ones did to a bucket could not be foreseen, so all
// choose again.
std::string plan_windows(std::span<const Needle> needles) {
  std::vector<Choice> choices;
  for (std::size_t n = 0; n < needles.size(); ++n) {
    choices.push_back(open_choice(needles[n], n));
  }
  std::ranges::sort(choices, std::greater(), &Choice::least);
  std::array<Bucket, WindowFilter::kBuckets> buckets;
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

std::optional<std::vector<WindowChoice>> read_plan(
    std::span<const Needle> needles, std::string_view plan) {
  if (plan.size() != 2 * needles.size()) return std::nullopt;
  std::vector<WindowChoice> choices;
  for (std::size_t n = 0; n < needles.size(); ++n) {
    const WindowChoice choice{static_cast<unsigned char>(plan[2 * n]),
                              static_cast<unsigned char>(plan[2 * n + 1])};
    if (choice.begin + kShortestNeedle > needles[n].text.size() ||
        choice.bucket >= WindowFilter::kBuckets) {
      return std::nullopt;
    }
    choices.push_back(choice);
  }
  return choices;
}

}  // namespace patrol
