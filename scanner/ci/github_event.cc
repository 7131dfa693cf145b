#include "scanner/ci/github_event.h"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "scanner/ci/ci_commits.h"

namespace patrol {
namespace {

using Json = nlohmann::json;

// Empty where there is no text.
std::string text_at(const Json& event, std::initializer_list<const char*> way) {
  const Json* at = &event;
  for (const char* name : way) {
    if (!at->is_object()) return {};
    const auto next = at->find(name);
    if (next == at->end()) return {};
    at = &*next;
  }
  return at->is_string() ? at->get<std::string>() : "";
}

CiEvent pull_request(const Json& event) {
  return {.what = "pull request",
          .ranges = {{ci_id(text_at(event, {"pull_request", "base", "sha"})),
                      ci_id(text_at(event, {"pull_request", "head", "sha"}))}}};
}

CiEvent merge_group(const Json& event) {
  return {.what = "merge group",
          .ranges = {{ci_id(text_at(event, {"merge_group", "base_sha"})),
                      ci_id(text_at(event, {"merge_group", "head_sha"}))}}};
}

CiEvent push(const Json& event) {
  return ci_push(
      {.before = text_at(event, {"before"}),
       .after = text_at(event, {"after"}),
       .branch = text_at(event, {"ref"}),
       .default_branch = text_at(event, {"repository", "default_branch"})});
}

struct EventKind {
  const char* name;
  CiEvent (*read)(const Json&);
};

constexpr EventKind kKinds[] = {
    {"pull_request", pull_request},
    {"pull_request_target", pull_request},
    {"merge_group", merge_group},
    {"push", push},
};

CiEvent read_event(const CiInputs& inputs, const EventKind& kind) {
  const std::string path = inputs["GITHUB_EVENT_PATH"];
  const Result<std::string> text = inputs.read_file(path);
  if (!text) {
    return {.problem = "GITHUB_EVENT_PATH: " + text.error().message};
  }
  const Json event = Json::parse(*text, nullptr, false);
  if (!event.is_object()) return {.problem = "GITHUB_EVENT_PATH: not JSON"};
  return kind.read(event);
}

}  // namespace

CiEvent github_event(const CiInputs& inputs) {
  const std::string name = inputs["GITHUB_EVENT_NAME"];
  for (const EventKind& kind : kKinds) {
    if (name == kind.name) return read_event(inputs, kind);
  }
  return {};
}

}  // namespace patrol
