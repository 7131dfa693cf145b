#include "scanner/verify/azure_devops.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/core/ascii.h"
#include "scanner/core/codec.h"
#include "scanner/verify/answer_fields.h"

namespace patrol {
namespace {

constexpr std::size_t kMostCandidates = 3;
constexpr std::size_t kLongestOrganisation = 50;
constexpr std::string_view kAnonymous = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";
constexpr std::string_view kConnection =
    "/_apis/connectionData?api-version=7.1-preview";
constexpr std::string_view kGlobalHost = "app.vssps.visualstudio.com";

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

// What an answer means for the token at that place.
enum class Meaning : std::uint8_t {
  kExpired,
  kLive,
  kLacksRight,
  kNotKnown,
  kRefused,
  kElsewhere,
  kNoVerdict,
};

// "expired", as the body says it and as the header does, with %20.
bool says_expired(const HttpAnswer& answer) {
  constexpr std::string_view kSays[] = {
      "Personal Access Token used has expired",
      "Personal%20Access%20Token%20used%20has%20expired"};
  const std::string_view header = answer.header("X-TFS-ServiceError");
  return std::ranges::any_of(kSays, [&](std::string_view says) {
    return answer.body.find(says) != std::string::npos ||
           header.find(says) != header.npos;
  });
}

bool is_authenticated(const HttpAnswer& answer) {
  const std::string id = answer_field(answer, "/authenticatedUser/id");
  return !id.empty() && id != kAnonymous;
}

Meaning meaning_of(const HttpAnswer& answer) {
  if (says_expired(answer)) return Meaning::kExpired;
  if (answer.status == 200 && is_authenticated(answer)) return Meaning::kLive;
  if (answer.status != 200 && !answer.header("X-VSS-UserData").empty()) {
    return Meaning::kLacksRight;
  }
  if (answer.status == 203 || answer.status == 302) return Meaning::kNotKnown;
  if (answer.status == 401) return Meaning::kRefused;
  if (answer.status == 404) return Meaning::kElsewhere;
  return Meaning::kNoVerdict;
}

// Microsoft's rule; what does not follow it is no organisation, and no path.
bool is_organisation(std::string_view name) {
  return !name.empty() && name.size() <= kLongestOrganisation &&
         is_alnum(name.front()) && is_alnum(name.back()) &&
         std::ranges::all_of(name,
                             [](char c) { return is_alnum(c) || c == '-'; });
}

std::string fact(const Subject& subject, std::string_view name) {
  for (const auto& [key, value] : subject.facts) {
    if (key == name) return value;
  }
  return {};
}

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

// A project's name in a URL.
std::string percent(std::string_view name) {
  std::string out;
  for (const char c : name) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    if (is_alnum(c)) {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 0xF]};
    }
  }
  return out;
}

class AzureDevOpsInquiry final : public Inquiry {
 public:
  AzureDevOpsInquiry(const Subject& subject, const VerifyPolicy& policy)
      : subject_(subject), policy_(policy) {
    server_ = collection_of(fact(subject, "collection"));
    for (const std::string& name : policy.azure_orgs) add_candidate(name);
    add_candidate(fact(subject, "organization"));
  }

  Step next(const HttpOutcome* last) override {
    if (last && live_) return probe_next(last);
    if (last) {
      if (auto verdict = take(*last)) return after(*verdict);
      ++asked_;
    }
    return ask_next();
  }

 private:
  void add_candidate(const std::string& name) {
    const bool is_new =
        std::ranges::find(candidates_, name) == candidates_.end();
    if (is_new && is_organisation(name) &&
        candidates_.size() < kMostCandidates) {
      candidates_.push_back(name);
    }
  }

  HttpRequest get(std::string_view host, std::string path) const {
    HttpRequest request{.host = std::string(host), .path = std::move(path)};
    request.headers = {
        "Accept: application/json", "X-TFS-FedAuthRedirect: Suppress",
        "Authorization: Basic " +
            encode_base64(":" + std::string(subject_.secret.reveal()))};
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
               "/" + candidates_[asked_] + std::string(kConnection));
  }

  Step ask_server() {
    if (asked_ > 0) return conclusion();
    if (!is_allowed(server_->host, policy_)) {
      return unknown("its server is asked only where --allow-host names it");
    }
    return get(server_->host, server_->path + std::string(kConnection));
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

  std::optional<Verification> take(const HttpAnswer& answer, Meaning meaning) {
    switch (meaning) {
      case Meaning::kExpired:
        return Verification{.status = LiveStatus::kDead, .detail = "expired"};
      case Meaning::kLive:
        return live_of_connection(answer);
      case Meaning::kLacksRight:
        return lacks_right(answer);
      case Meaning::kNotKnown:
        ++not_known_;
        return std::nullopt;
      case Meaning::kRefused:
        note("HTTP 401: revoked, expired, or not for this organisation");
        return std::nullopt;
      case Meaning::kElsewhere:
        note("there is no such organisation");
        return std::nullopt;
      case Meaning::kNoVerdict:
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

  Verification live_of_profile(const HttpAnswer& answer) const {
    Verification live{.status = LiveStatus::kLive, .detail = "in " + place()};
    live.account = answer_field(answer, "/emailAddress");
    if (live.account.empty()) {
      live.account = answer_field(answer, "/displayName");
    }
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
                                "{p}", percent(project_)));
  }

  const Subject& subject_;
  const VerifyPolicy& policy_;
  std::vector<std::string> candidates_;  // organisations
  std::optional<Collection> server_;
  std::size_t asked_ = 0;      // of the candidates
  std::size_t not_known_ = 0;  // answered with a page to sign in
  std::string reason_;         // the first of those that are no verdict
  bool is_global_ = false;
  std::optional<Verification> live_;  // while scopes are probed
  std::size_t probed_ = 0;
  std::string project_;
};

}  // namespace

std::unique_ptr<Inquiry> azure_devops_inquiry(const Subject& subject,
                                              const VerifyPolicy& policy) {
  return std::make_unique<AzureDevOpsInquiry>(subject, policy);
}

}  // namespace patrol
