#include "scanner/hooks/hook.h"

#include <algorithm>
#include <array>

// scripts.S
extern "C" {
extern const char kHookPreCommitBegin[];
extern const char kHookPreCommitEnd[];
extern const char kHookCommitMsgBegin[];
extern const char kHookCommitMsgEnd[];
extern const char kHookPrePushBegin[];
extern const char kHookPrePushEnd[];
extern const char kHookPreReceiveBegin[];
extern const char kHookPreReceiveEnd[];
extern const char kHookChainBegin[];
extern const char kHookChainEnd[];
}

namespace patrol {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

const std::array<Hook, 4>& all() {
  static const std::array<Hook, 4> kAll = {{
      {"pre-commit", "what is staged",
       between(kHookPreCommitBegin, kHookPreCommitEnd)},
      {"commit-msg", "what the message of a commit says",
       between(kHookCommitMsgBegin, kHookCommitMsgEnd)},
      {"pre-push", "what the commits bring in that are pushed",
       between(kHookPrePushBegin, kHookPrePushEnd)},
      {"pre-receive", "the same, on the server",
       between(kHookPreReceiveBegin, kHookPreReceiveEnd), false},
  }};
  return kAll;
}

}  // namespace

std::span<const Hook> hooks() { return all(); }

const Hook* find_hook(std::string_view name) {
  const auto at = std::ranges::find(all(), name, &Hook::name);
  return at == all().end() ? nullptr : &*at;
}

std::string_view chain_to_repository() {
  return between(kHookChainBegin, kHookChainEnd);
}

}  // namespace patrol
