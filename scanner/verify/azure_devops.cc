#include "scanner/verify/azure_devops.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/core/ascii.h"
#include "scanner/core/percent.h"
#include "scanner/verify/answer_fields.h"
#include "scanner/verify/azure_devops_answers.h"

namespace patrol {
namespace {

constexpr std::string_view kGlobalHost = "app.vssps.visualstudio.com";
constexpr std::size_t kMostNamed = 10;  // organisations of a global token

// Each: a scope, and a GET that needs it and changes nothing. {o} is the
// organisation, {p} a project of it.
struct Probe {
  std::string_view scope;
  std::string_view host;
  std::string_view path;
};
constexpr std::array kProbes = {
    Probe{"project", "dev.azure.com", "/{o}/_apis/projects"},
    Probe{"code", "dev.azure.com", "/{o}/_apis/git/repositories"},
    Probe{"build", "dev.azure.com", "/{o}/{p}/_apis/build/builds?$top=1"},
    Probe{"packaging", "feeds.dev.azure.com", "/{o}/_apis/packaging/feeds"},
    Probe{"release", "vsrm.dev.azure.com", "/{o}/{p}/_apis/release/releases"},
    Probe{"work", "dev.azure.com", "/{o}/{p}/_apis/wit/workitemtypes"},
    Probe{"variablegroups_read", "dev.azure.com",
          "/{o}/{p}/_apis/distributedtask/variablegroups"},
    Probe{"securefiles_read", "dev.azure.com",
          "/{o}/{p}/_apis/distributedtask/securefiles"},
    Probe{"serviceendpoint", "dev.azure.com",
          "/{o}/{p}/_apis/serviceendpoint/endpoints"},
    Probe{"agentpools", "dev.azure.com", "/{o}/_apis/distributedtask/pools"},
    Probe{"graph", "vssps.dev.azure.com", "/{o}/_apis/graph/users"},
    Probe{"identity", "vssps.dev.azure.com", "/{o}/_apis/identities"},
    Probe{"extension", "dev.azure.com",
          "/{o}/_apis/extensionmanagement/installedextensions"},
    Probe{"auditlog", "auditservice.dev.azure.com",
          "/{o}/_apis/audit/auditlog"},
    Probe{"analytics", "analytics.dev.azure.com", "/{o}/_odata/v4.0-preview"},
    Probe{"wiki", "dev.azure.com", "/{o}/{p}/_apis/wiki/wikis"},
    Probe{"test", "dev.azure.com", "/{o}/{p}/_apis/test/plans"},
};

bool is_id_byte(char c) { return is_alnum(c) || c == '-'; }

// "https://HOST/COLLECTION" in its parts.
struct Collection {
  std::string host;
  std::string path;
};
std::optional<Collection> collection_of(std::string url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  url.erase(0, kScheme.size());
  const std::size_t slash = std::min(url.find('/'), url.size());
  while (url.ends_with('/')) url.pop_back();
  const auto is_safe = [](char c) {
    return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '/' ||
           c == ':' || c == '%';
  };
  if (!std::ranges::all_of(url, is_safe)) return std::nullopt;
  return Collection{lowered(url.substr(0, slash)), url.substr(slash)};
}

std::string with(std::string_view text, std::string_view place,
                 std::string_view value) {
  std::string out(text);
  if (const std::size_t at = out.find(place); at != out.npos) {
    out.replace(at, place.size(), value);
  }
  return out;
}

class AzureDevOpsInquiry final : public Inquiry {
 public:
  AzureDevOpsInquiry(const Subject& subject, const VerifyPolicy& policy)
      : subject_(subject),
        policy_(policy),
        candidates_(azure_organisations(subject, policy)) {
    server_ = collection_of(fact_of(subject, "collection"));
  }

  Step next(const HttpOutcome* last) override {
    if (last && is_global_ && live_) return with_organisations(*last);
    if (last && live_) return probe_next(last);
    if (last) {
      if (auto verdict = take(*last)) return after(*verdict);
      ++asked_;
    }
    return ask_next();
  }

 private:
  HttpRequest get(std::string_view host, std::string path) const {
    HttpRequest request =
        azure_devops_request(host, std::move(path), subject_.secret);
    request.may_be_private = is_allowed(host, policy_);
    return request;
  }

  Step ask_next() {
    if (server_) return ask_server();
    if (candidates_.empty() && asked_ == 0) {
      is_global_ = true;
      return get(kGlobalHost, "/_apis/profile/profiles/me?api-version=7.1");
    }
    if (asked_ >= candidates_.size()) return conclusion();
    return get("dev.azure.com",
               "/" + candidates_[asked_] + std::string(kConnectionData));
  }

  Step ask_server() {
    if (asked_ > 0) return conclusion();
    if (!is_allowed(server_->host, policy_)) {
      return unknown("its server is asked only where --allow-host names it");
    }
    return get(server_->host, server_->path + std::string(kConnectionData));
  }

  // A verdict, or nothing: the next candidate is asked.
  std::optional<Verification> take(const HttpOutcome& outcome) {
    if (!outcome.answer) {
      note(outcome.failure);
      return std::nullopt;
    }
    const HttpAnswer& answer = *outcome.answer;
    if (is_global_ && answer.status == 200 &&
        !answer_field(answer, "/id").empty()) {
      return live_of_profile(answer);
    }
    return take(answer, meaning_of(answer));
  }

  std::optional<Verification> take(const HttpAnswer& answer,
                                   AzureMeaning meaning) {
    switch (meaning) {
      case AzureMeaning::kExpired:
        return Verification{.status = LiveStatus::kDead, .detail = "expired"};
      case AzureMeaning::kLive:
        return live_of_connection(answer);
      case AzureMeaning::kLacksRight:
        return lacks_right(answer);
      case AzureMeaning::kNotKnown:
        ++not_known_;
        return std::nullopt;
      case AzureMeaning::kRefused:
        note("HTTP 401: " + refusal(subject_, std::time(nullptr)));
        return std::nullopt;
      case AzureMeaning::kElsewhere:
        note("there is no such organisation");
        return std::nullopt;
      case AzureMeaning::kNoVerdict:
        break;
    }
    note("HTTP " + std::to_string(answer.status));
    return std::nullopt;
  }

  void note(std::string reason) {
    if (reason_.empty()) reason_ = std::move(reason);
  }

  std::string place() const {
    if (server_) return server_->host + server_->path;
    return is_global_ ? "all organisations of its owner" : candidates_[asked_];
  }

  Verification live_of_connection(const HttpAnswer& answer) {
    Verification live{.status = LiveStatus::kLive, .detail = "in " + place()};
    live.account =
        answer_field(answer, "/authenticatedUser/properties/Account/$value");
    if (live.account.empty()) {
      live.account =
          answer_field(answer, "/authenticatedUser/providerDisplayName");
    }
    return live;
  }

  // Of a global token: those that its owner is a member of, as far as it is
  // told.
  Verification with_organisations(const HttpOutcome& outcome) {
    constexpr std::string_view kName[] = {"accountName"};
    if (!outcome.answer || outcome.answer->status != 200) return *live_;
    std::string names;
    std::size_t left = kMostNamed;
    for (const auto& row : answer_rows(*outcome.answer, "/value", kName)) {
      if (!is_azure_organisation(row[0])) continue;
      if (left-- == 0) {
        names += " …";
        break;
      }
      names += (names.empty() ? ": " : ", ") + row[0];
    }
    live_->detail += names;
    return *live_;
  }

  Verification live_of_profile(const HttpAnswer& answer) {
    Verification live{.status = LiveStatus::kLive, .detail = "in " + place()};
    live.account = answer_field(answer, "/emailAddress");
    if (live.account.empty()) {
      live.account = answer_field(answer, "/displayName");
    }
    const std::string id = answer_field(answer, "/id");
    if (std::ranges::all_of(id, is_id_byte)) member_ = id;
    return live;
  }

  // X-VSS-UserData: "GUID:ACCOUNT"
  Verification lacks_right(const HttpAnswer& answer) const {
    Verification live{.status = LiveStatus::kLive};
    live.detail = "in " + place() + ", lacks a right (HTTP " +
                  std::to_string(answer.status) + ")";
    const std::string_view user = answer.header("X-VSS-UserData");
    const std::size_t colon = user.find(':');
    if (colon != user.npos) {
      live.account = user.substr(colon + 1).substr(0, kLongestField);
    }
    return live;
  }

  Verification conclusion() const {
    const bool all_unknown = not_known_ > 0 && reason_.empty();
    if (all_unknown && !is_global_) {
      return {.status = LiveStatus::kDead,
              .detail = "not known to the service"};
    }
    if (is_global_) {
      return unknown("its organisation is not known: --azure-org names it");
    }
    return unknown(reason_.empty() ? "no answer says" : reason_);
  }

  // ---- Scopes ---------------------------------------------------------------

  Step after(Verification verdict) {
    if (is_global_ && !member_.empty()) {
      live_ = std::move(verdict);
      return get(kGlobalHost,
                 "/_apis/accounts?memberId=" + member_ + "&api-version=7.1");
    }
    const bool probes = policy_.probes_scopes && !server_ && !is_global_ &&
                        verdict.status == LiveStatus::kLive;
    if (!probes) return verdict;
    live_ = std::move(verdict);
    return next_probe();
  }

  Step probe_next(const HttpOutcome* last) {
    if (last->answer) {
      const HttpAnswer& answer = *last->answer;
      const bool has_it =
          answer.status == 200 ||
          (answer.status == 403 && !answer.header("X-VSS-UserData").empty());
      if (has_it) live_->scopes.emplace_back(kProbes[probed_].scope);
      if (probed_ == 0) project_ = answer_field(answer, "/value/0/name");
    }
    ++probed_;
    return next_probe();
  }

  Step next_probe() {
    while (probed_ < kProbes.size() && project_.empty() &&
           kProbes[probed_].path.find("{p}") != std::string_view::npos) {
      ++probed_;  // no project to ask about
    }
    if (probed_ == kProbes.size()) return *std::move(live_);
    const Probe& probe = kProbes[probed_];
    return get(probe.host, with(with(probe.path, "{o}", candidates_[asked_]),
                                "{p}", percent_encoded(project_)));
  }

  const Subject& subject_;
  const VerifyPolicy& policy_;
  std::vector<std::string> candidates_;  // organisations
  std::optional<Collection> server_;
  std::size_t asked_ = 0;      // of the candidates
  std::size_t not_known_ = 0;  // answered with a page to sign in
  std::string reason_;         // the first of those that are no verdict
  bool is_global_ = false;
  std::optional<Verification> live_;  // while more is asked about it
  std::string member_;                // the owner of a global token
  std::size_t probed_ = 0;
  std::string project_;
};

}  // namespace

std::unique_ptr<Inquiry> azure_devops_inquiry(const Subject& subject,
                                              const VerifyPolicy& policy) {
  return std::make_unique<AzureDevOpsInquiry>(subject, policy);
}

}  // namespace patrol
