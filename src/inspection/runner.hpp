// All contacts of an index: in parallel, handed over in the order of their ids.
//
//   run_in_order(index, "", 2, make_worker, sink);
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "store/work_index.hpp"

namespace redline::inspection {

/// Turns an item into a line of output. Made once a thread.
template <typename Output>
using Worker = std::function<Output(const store::WorkItem&)>;

enum class RunEnd { kFinished, kInterrupted };

/// Visits the items behind the id `after`. `threads` workers run at once; at most 4 items a thread wait or stand
/// finished out of order, so that memory is bounded. `sink` gets every output in the order of ids, on the calling
/// thread. Ends early when base::InterruptFlag is raised: what the sink got is then a prefix of the whole. The first
/// exception of a worker or the sink stops the run and is thrown again.
template <typename Output>
RunEnd run_in_order(const store::WorkIndex& index, const std::string& after, unsigned threads,
                    const std::function<Worker<Output>()>& make_worker,
                    const std::function<void(const store::WorkItem&, Output)>& sink);

}  // namespace redline::inspection

#include "inspection/detail/runner_body.hpp"
