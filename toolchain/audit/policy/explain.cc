#include "toolchain/audit/policy/explain.h"

namespace griotte::audit {

Result<std::string> query_explain(const Query & /*query*/, Evaluator & /*evaluator*/)
{
    return std::string();
}

} // namespace griotte::audit
