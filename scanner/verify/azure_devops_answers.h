// What those that ask Azure DevOps have in common: how it is asked, and what
// its answers mean (the table in azure_devops.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/secret.h"
#include "scanner/network/http.h"
#include "scanner/verify/inquiry.h"

namespace patrol {

// Of an organisation, behind its name: whatever a token may, it may ask this.
inline constexpr std::string_view kConnectionData =
    "/_apis/connectionData?api-version=7.1-preview";

// What an answer means for the token at that place.
enum class AzureMeaning : std::uint8_t {
  kExpired,
  kLive,
  kLacksRight,
  kNotKnown,
  kRefused,
  kElsewhere,
  kNoVerdict,
};

AzureMeaning meaning_of(const HttpAnswer& answer);

// What may be so of a token that was refused with a bare 401: never that it is
// dead. Of one whose year is over at `now`, that as well.
std::string refusal(const Subject& subject, std::int64_t now);

// A GET with the token as a password without a name, as the service wants it.
HttpRequest azure_devops_request(std::string_view host, std::string path,
                                 const Secret& token);

// Microsoft's rule; what does not follow it is no organisation, and no path.
bool is_azure_organisation(std::string_view name);

// Where the token may be known: those that the user names, then the one that
// its carrier names; three at most, each a name by Microsoft's rule.
std::vector<std::string> azure_organisations(const Subject& subject,
                                             const VerifyPolicy& policy);

}  // namespace patrol
