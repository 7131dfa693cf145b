#include "scanner/verify/azure_devops_revocation.h"

#include <algorithm>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/core/ascii.h"
#include "scanner/core/utc_time.h"
#include "scanner/verify/answer_fields.h"
#include "scanner/verify/azure_devops_answers.h"

namespace patrol {
namespace {

constexpr std::string_view kAdminHost = "vssps.dev.azure.com";
constexpr std::size_t kMostPages = 50;
constexpr std::size_t kMostNamed = 5;  // of tokens that could be it

enum Column : std::size_t { kId, kName, kFrom, kTo };
constexpr std::string_view kColumns[] = {"authorizationId", "displayName",
                                         "validFrom", "validTo"};
using Row = std::vector<std::string>;

// Of a GUID, a descriptor or a page's mark: nothing else goes into a request.
bool is_plain(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '=';
  });
}

class AzureDevOpsRevocation final : public Inquiry {
 public:
  AzureDevOpsRevocation(const Subject& subject, const VerifyPolicy& policy)
      : subject_(subject),
        policy_(policy),
        candidates_(azure_organisations(subject, policy)),
        created_(fact_of(subject, "created")) {}

  Step next(const HttpOutcome* last) override {
    if (!last) return begin();
    if (!last->answer) return unknown(last->failure);
    switch (state_) {
      case State::kAsksOwner:
        return owner_told(*last->answer);
      case State::kLists:
        return listed(*last->answer);
      case State::kRevokes:
        break;
    }
    return revoked(*last->answer);
  }

 private:
  enum class State : std::uint8_t { kAsksOwner, kLists, kRevokes };

  Step begin() {
    if (policy_.azure_admin.size() == 0) {
      return unknown(
          "an administrator's Entra token is needed: PATROL_ENTRA_TOKEN");
    }
    return ask_owner();
  }

  Step ask_owner() {
    if (asked_ == candidates_.size()) {
      return unknown(asked_ == 0
                         ? "its organisation is not known: --azure-org names it"
                         : "no organisation of it takes it: verify says why");
    }
    return azure_devops_request("dev.azure.com",
                                organisation() + std::string(kConnectionData),
                                subject_.secret);
  }

  std::string organisation() const { return "/" + candidates_[asked_]; }

  Step owner_told(const HttpAnswer& answer) {
    const AzureMeaning meaning = meaning_of(answer);
    if (meaning == AzureMeaning::kExpired) {
      return Verification{.status = LiveStatus::kDead, .detail = "expired"};
    }
    if (meaning != AzureMeaning::kLive) {
      ++asked_;
      return ask_owner();
    }
    owner_ = answer_field(answer, "/authenticatedUser/subjectDescriptor");
    if (!is_plain(owner_)) return unknown("its owner is not told");
    state_ = State::kLists;
    return as_admin("GET", list_path(""));
  }

  std::string list_path(const std::string& page) const {
    return organisation() + "/_apis/tokenadmin/personalaccesstokens/" + owner_ +
           "?isPublic=false" +
           (page.empty() ? "" : "&continuationToken=" + page) +
           "&api-version=7.1-preview.1";
  }

  HttpRequest as_admin(const char* method, std::string path,
                       std::string body = {}) const {
    return {.method = method,
            .host = std::string(kAdminHost),
            .path = std::move(path),
            .headers = {"Accept: application/json",
                        "Content-Type: application/json",
                        "Authorization: Bearer " +
                            std::string(policy_.azure_admin.reveal())},
            .body = std::move(body)};
  }

  Step listed(const HttpAnswer& answer) {
    if (answer.status != 200) {
      return unknown("the administrator may not list tokens: HTTP " +
                     std::to_string(answer.status));
    }
    for (Row& row : answer_rows(answer, "/value", kColumns)) {
      if (may_be_it(row)) rows_.push_back(std::move(row));
    }
    const std::string page = answer_field(answer, "/continuationToken");
    if (is_plain(page) && ++pages_ < kMostPages) {
      return as_admin("GET", list_path(page));
    }
    if (!page.empty()) return unknown("its owner has too many tokens");
    return revoke_the_only();
  }

  // Dates are of one form, in UTC: they compare as text.
  bool may_be_it(const Row& row) const {
    return is_plain(row[kId]) && row[kTo] > utc_time(std::time(nullptr)) &&
           row[kFrom].starts_with(created_.substr(0, kMonth));
  }

  Step revoke_the_only() {
    if (rows_.empty())
      return unknown("its owner has no token that it could be");
    if (rows_.size() > 1) return unknown(several());
    state_ = State::kRevokes;
    return as_admin("POST",
                    organisation() + "/_apis/tokenadmin/revocations?" +
                        "isPublic=false&api-version=7.1-preview.1",
                    R"([{"authorizationId":")" + rows_.front()[kId] + R"("}])");
  }

  std::string several() const {
    std::string text = std::to_string(rows_.size()) +
                       " tokens of its owner could be it; revoke it by hand: ";
    for (std::size_t i = 0; i < std::min(rows_.size(), kMostNamed); ++i) {
      text += (i == 0 ? "" : ", ") + rows_[i][kName];
    }
    return text + (rows_.size() > kMostNamed ? " …" : "");
  }

  Verification revoked(const HttpAnswer& answer) const {
    const std::string said = "HTTP " + std::to_string(answer.status);
    if (answer.status != 204) return unknown("not revoked: " + said);
    return {.status = LiveStatus::kDead,
            .detail = "revoked: " + said + ", " + rows_.front()[kName]};
  }

  static constexpr std::size_t kMonth = std::string_view("2026-06").size();

  const Subject& subject_;
  const VerifyPolicy& policy_;
  const std::vector<std::string> candidates_;  // organisations
  const std::string created_;  // "2026-06…"; empty: the token does not tell
  State state_ = State::kAsksOwner;
  std::size_t asked_ = 0;  // of the candidates
  std::string owner_;
  std::size_t pages_ = 0;
  std::vector<Row> rows_;  // of tokens that could be it
};

}  // namespace

std::unique_ptr<Inquiry> azure_devops_revocation(const Subject& subject,
                                                 const VerifyPolicy& policy) {
  return std::make_unique<AzureDevOpsRevocation>(subject, policy);
}

}  // namespace patrol
