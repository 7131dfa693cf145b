#include "scanner/detect/keyword_gate.h"

#include <algorithm>

#include "scanner/core/ascii.h"

namespace patrol {
void KeywordGate::take(std::string_view text) {
  text_ = text;
  is_lowered_ = false;
  known_.clear();
}

bool KeywordGate::lets_pass(const Rule& rule) {
  if (rule.keywords.empty()) return true;
  const auto [at, is_new] = known_.try_emplace(&rule);
  if (is_new) at->second = holds_one(rule.keywords);
  return at->second;
}

bool KeywordGate::holds_one(View<Text> keywords) {
  if (!is_lowered_) lower_ = lowered(text_);
  is_lowered_ = true;
  return std::ranges::any_of(keywords, [&](Text keyword) {
    return lower_.find(lowered(keyword)) != std::string::npos;
  });
}

}  // namespace patrol
