#include "scanner/hooks/hook.h"

#include <algorithm>
#include <array>

// scripts.S
extern "C" {
extern const char patrol_hook_pre_commit[];
extern const char patrol_hook_pre_commit_end[];
extern const char patrol_hook_commit_msg[];
extern const char patrol_hook_commit_msg_end[];
extern const char patrol_hook_pre_push[];
extern const char patrol_hook_pre_push_end[];
extern const char patrol_hook_pre_receive[];
extern const char patrol_hook_pre_receive_end[];
extern const char patrol_hook_chain[];
extern const char patrol_hook_chain_end[];
}

namespace patrol {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

const std::array<Hook, 4>& all() {
  static const std::array<Hook, 4> kAll = {{
      {"pre-commit", "what is staged",
       between(patrol_hook_pre_commit, patrol_hook_pre_commit_end)},
      {"commit-msg", "what the message of a commit says",
       between(patrol_hook_commit_msg, patrol_hook_commit_msg_end)},
      {"pre-push", "what the commits bring in that are pushed",
       between(patrol_hook_pre_push, patrol_hook_pre_push_end)},
      {"pre-receive", "the same, on the server",
       between(patrol_hook_pre_receive, patrol_hook_pre_receive_end), false},
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
  return between(patrol_hook_chain, patrol_hook_chain_end);
}

}  // namespace patrol
