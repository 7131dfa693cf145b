#include "scanner/verify/azure_devops_answers.h"

#include <algorithm>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/core/codec.h"
#include "scanner/core/utc_time.h"
#include "scanner/verify/answer_fields.h"

namespace patrol {
namespace {

constexpr std::size_t kMostOrganisations = 3;
constexpr std::size_t kLongestOrganisation = 50;
constexpr std::string_view kAnonymous = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";

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

}  // namespace

AzureMeaning meaning_of(const HttpAnswer& answer) {
  if (says_expired(answer)) return AzureMeaning::kExpired;
  if (answer.status == 200 && is_authenticated(answer))
    return AzureMeaning::kLive;
  if (answer.status != 200 && !answer.header("X-VSS-UserData").empty()) {
    return AzureMeaning::kLacksRight;
  }
  if (answer.status == 203 || answer.status == 302)
    return AzureMeaning::kNotKnown;
  if (answer.status == 401) return AzureMeaning::kRefused;
  if (answer.status == 404) return AzureMeaning::kElsewhere;
  return AzureMeaning::kNoVerdict;
}

std::string refusal(const Subject& subject, std::int64_t now) {
  constexpr std::size_t kMonth = std::string_view("2027-06").size();
  const std::string end = fact_of(subject, "year ends").substr(0, kMonth);
  std::string text = "revoked, expired, or not for this organisation";
  if (!end.empty() && end < utc_time(now).substr(0, kMonth)) {
    text +=
        "; its year ended in " + end + ", so expired unless it was extended";
  }
  return text;
}

HttpRequest azure_devops_request(std::string_view host, std::string path,
                                 const Secret& token) {
  return {
      .host = std::string(host),
      .path = std::move(path),
      .headers = {"Accept: application/json", "X-TFS-FedAuthRedirect: Suppress",
                  "Authorization: Basic " +
                      encode_base64(":" + std::string(token.reveal()))}};
}

bool is_azure_organisation(std::string_view name) {
  return !name.empty() && name.size() <= kLongestOrganisation &&
         is_alnum(name.front()) && is_alnum(name.back()) &&
         std::ranges::all_of(name,
                             [](char c) { return is_alnum(c) || c == '-'; });
}

std::vector<std::string> azure_organisations(const Subject& subject,
                                             const VerifyPolicy& policy) {
  std::vector<std::string> names = policy.azure_orgs;
  names.push_back(fact_of(subject, "organization"));
  std::vector<std::string> out;
  for (const std::string& name : names) {
    const bool is_new = std::ranges::find(out, name) == out.end();
    if (is_new && is_azure_organisation(name) &&
        out.size() < kMostOrganisations) {
      out.push_back(name);
    }
  }
  return out;
}

}  // namespace patrol
