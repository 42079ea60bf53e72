// Freed memory on its way back: painted at once, zeroed in slices, reused after a sweep.
//
// One queue in the order of freeing does for all of it. What is painted while the revoker's epoch
// is e may be reused when a sweep that begins later has ended, which is at the even epoch (e + 3) &
// ~1: two on when the revoker rests, three on when it is in the middle of a sweep that may already
// have passed a copy. Epochs only grow, so the head of the queue is due first.
#pragma once

#include "chunks.hh"
#include "shadow_map.hh"

namespace heap {

template <Backing World>
class Quarantine
{
public:
    constexpr explicit Quarantine(World theWorld) : world(theWorld), shadow(theWorld) {}

    Granule granules() const { return quarantined; }
    /// Something is not yet zeroed.
    bool is_dirty() const { return washing != None; }
    /// The epoch at which all that is here now will be due.
    uint32_t last_due() const { return tail == None ? world.epoch() : due(tail); }
    /// The epoch at which the oldest will be.
    uint32_t first_due() const { return head == None ? world.epoch() : due(head); }
    bool is_past(uint32_t dueEpoch) const { return int32_t(world.epoch() - dueEpoch) >= 0; }

    /// Takes in a live chunk nobody owns, claims or hazards. Its users' capabilities die here: from
    /// now on they lose their tags when they are loaded.
    void add(Chunks<World> &chunks, Granule chunk)
    {
        const Header header = chunks.header(chunk);
        // Before the body is zeroed: interrupts are on, and no store may come after the zeroing.
        shadow.paint(chunk + 1, chunk + header.size());
        chunks.header_set(chunk,
                          Header(Kind::Quarantined, header.size(), header.is_previous_free()));
        world.store(to_bytes(chunk + 1), (world.epoch() + 3) & ~1u);
        world.store(to_bytes(chunk + 1) + 4, 0);
        quarantined += header.size();
        if (tail == None) {
            head = chunk;
        } else {
            chunks.header_set(tail, chunks.header(tail).with_next(chunk));
        }
        tail = chunk;
        if (washing == None) {
            washing = chunk;
            washed = FirstToWash;
        }
    }

    /// Zeroes at most `limit` granules.
    void wash(const Chunks<World> &chunks, Granule limit)
    {
        while (washing != None) {
            const Header header = chunks.header(washing);
            const Granule left = header.size() - washed;
            const Granule now = left < limit ? left : limit;
            if (now != 0) {
                world.zero(to_bytes(washing + washed), to_bytes(now));
            }
            washed += now;
            limit -= now;
            if (washed != header.size()) {
                return;
            }
            washing = header.next();
            washed = FirstToWash;
        }
    }

    /// Makes up to `limit` chunks free whose sweep has ended, and says whether there was any.
    bool drain(Chunks<World> &chunks, unsigned limit)
    {
        bool any = false;
        for (; limit != 0 && head != None && head != washing && is_past(due(head)); --limit) {
            const Granule chunk = head;
            const Header header = chunks.header(chunk);
            head = header.next();
            if (head == None) {
                tail = None;
            }
            quarantined -= header.size();
            world.store(to_bytes(chunk + 1), 0);
            chunks.give_back(chunk);
            any = true;
        }
        return any;
    }

private:
    /// The header and the granule with the epoch.
    static constexpr Granule FirstToWash = 2;

    uint32_t due(Granule chunk) const { return world.load(to_bytes(chunk + 1)); }

    [[no_unique_address]] World world;
    [[no_unique_address]] ShadowMap<World> shadow;
    Granule head = None;
    Granule tail = None;
    Granule washing = None;
    Granule washed = 0;
    Granule quarantined = 0;
};

} // namespace heap
