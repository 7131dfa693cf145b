#include "scanner/verify/procedures.h"

#include <algorithm>

#include "scanner/verify/aws_identity.h"
#include "scanner/verify/azure_devops.h"
#include "scanner/verify/azure_devops_revocation.h"
#include "scanner/verify/database_login.h"
#include "scanner/verify/google_key.h"
#include "scanner/verify/npm_registry.h"

namespace patrol {
namespace {

struct Procedure {
  std::string_view name;
  std::unique_ptr<Inquiry> (*start)(const Subject&, const RuleSet&,
                                    const VerifyPolicy&);
};

constexpr Procedure kProcedures[] = {
    {"aws-identity",
     [](const Subject& subject, const RuleSet& rules, const VerifyPolicy&) {
       return aws_identity_inquiry(subject, rules);
     }},
    {"azure-devops",
     [](const Subject& subject, const RuleSet&, const VerifyPolicy& policy) {
       return azure_devops_inquiry(subject, policy);
     }},
    {"azure-devops-revoke",
     [](const Subject& subject, const RuleSet&, const VerifyPolicy& policy) {
       return azure_devops_revocation(subject, policy);
     }},
    {"database-login",
     [](const Subject& subject, const RuleSet&, const VerifyPolicy& policy) {
       return database_login_inquiry(subject, policy, WrittenAs::kPlain);
     }},
    {"database-url",
     [](const Subject& subject, const RuleSet&, const VerifyPolicy& policy) {
       return database_login_inquiry(subject, policy, WrittenAs::kUrl);
     }},
    {"google-key",
     [](const Subject& subject, const RuleSet&, const VerifyPolicy&) {
       return google_key_inquiry(subject);
     }},
    {"npm-registry",
     [](const Subject& subject, const RuleSet&, const VerifyPolicy& policy) {
       return npm_registry_inquiry(subject, policy, NpmSecret::kToken);
     }},
    {"npm-registry-login",
     [](const Subject& subject, const RuleSet&, const VerifyPolicy& policy) {
       return npm_registry_inquiry(subject, policy, NpmSecret::kLogin);
     }},
    {"npm-registry-revoke",
     [](const Subject& subject, const RuleSet&, const VerifyPolicy& policy) {
       return npm_registry_revocation(subject, policy);
     }},
};

}  // namespace

std::unique_ptr<Inquiry> start_procedure(std::string_view name,
                                         const Subject& subject,
                                         const RuleSet& rules,
                                         const VerifyPolicy& policy) {
  const auto* at = std::ranges::find(kProcedures, name, &Procedure::name);
  if (at == std::end(kProcedures)) return nullptr;
  return at->start(subject, rules, policy);
}

}  // namespace patrol
