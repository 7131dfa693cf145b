#include "scanner/detect/structure.h"

#include <array>

#include "scanner/detect/assignment.h"
#include "scanner/detect/atlassian_data_center.h"
#include "scanner/detect/aws.h"
#include "scanner/detect/azure_devops_legacy.h"
#include "scanner/detect/bip39.h"
#include "scanner/detect/cask.h"
#include "scanner/detect/connection_string.h"
#include "scanner/detect/discord.h"
#include "scanner/detect/gitlab_routable.h"
#include "scanner/detect/google_key_file.h"
#include "scanner/detect/json_token.h"
#include "scanner/detect/jwt.h"
#include "scanner/detect/login.h"
#include "scanner/detect/password.h"
#include "scanner/detect/pkcs12.h"
#include "scanner/detect/private_key.h"
#include "scanner/detect/pypi_macaroon.h"
#include "scanner/detect/shared_access_signature.h"
#include "scanner/detect/surroundings.h"
#include "scanner/detect/workos.h"

namespace patrol {
namespace {

using ReadSecret = std::optional<Facts> (*)(std::string_view, const Rule&);

// For readers that look at the secret alone.
template <ReadSecret kRead>
std::optional<Facts> secret_only(const Matched& matched, const Rule& rule) {
  return kRead(matched.secret_text(), rule);
}

constexpr std::array kStructures = std::to_array<Structure>({
    {"assignment", read_assignment, rate_assignment, is_in_sample_block},
    {"atlassian-data-center", secret_only<read_atlassian_data_center>},
    {"aws-key-id", secret_only<read_aws_key_id>},
    {"aws-secret-key", secret_only<read_aws_secret_key>},
    {"azure-devops-legacy", secret_only<read_legacy_pat>},
    {"basic-login", secret_only<read_basic_login>, nullptr, is_doubtful_login},
    {"bip39", secret_only<read_bip39>},
    {"cask", secret_only<read_cask>},
    {"connection-string", read_connection_string, nullptr, is_called_mock},
    {"discord", secret_only<read_discord>},
    {"gitlab-routable", secret_only<read_gitlab_routable>},
    {"given-password", read_given_password, rate_given_password,
     is_in_sample_block},
    {"google-key-file", read_google_key_file},
    {"json-token", secret_only<read_json_token>},
    {"jwt", secret_only<read_jwt>},
    {"opaque-token", secret_only<read_opaque_token>, rate_opaque_token,
     is_request_to_nobody},
    {"pkcs12", secret_only<read_pkcs12>},
    {"plain-password", secret_only<read_plain_password>},
    {"private-key", secret_only<read_private_key>},
    {"pypi-macaroon", secret_only<read_pypi_macaroon>},
    {"service-bus-signature", read_service_bus_signature, nullptr,
     is_doubtful_signature},
    {"shared-access-signature", read_shared_access_signature, nullptr,
     is_doubtful_signature},
    {"url-login", read_url_login},
    {"workos", secret_only<read_workos>},
});

}  // namespace

const Structure* find_structure(std::string_view name) {
  for (const Structure& structure : kStructures) {
    if (structure.name == name) return &structure;
  }
  return nullptr;
}

View<Structure> structures() { return kStructures; }

}  // namespace patrol
