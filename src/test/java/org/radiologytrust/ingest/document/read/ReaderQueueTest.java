package org.radiologytrust.ingest.document.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.ingest.document.Sender;
import org.radiologytrust.ingest.document.read.ReaderQueue.Place;

/** Who reads next, without threads. */
@Tag("safety")
class ReaderQueueTest {
  private static final Sender FLOOD = new Sender("192.0.2.1", "FLOOD");
  private static final Sender NEIGHBOUR = new Sender("192.0.2.1", "NEIGHBOUR");
  private static final Sender OTHER = new Sender("192.0.2.2", "OTHER");

  private static List<Place> flood(ReaderQueue queue, int documents) {
    return Stream.generate(() -> queue.join(FLOOD)).limit(documents).toList();
  }

  /** One character for each place: taken, waiting or turned away. */
  private static String states(List<Place> places) {
    StringBuilder states = new StringBuilder();
    for (Place place : places) {
      Boolean entered = place.entered().getNow(null);
      states.append(entered == null ? 'w' : entered ? 't' : 'a');
    }
    return states.toString();
  }

  @Test
  void oneSenderNeverHasAllPlaces() {
    ReaderQueue queue = new ReaderQueue(3, 50);
    List<Place> flood = flood(queue, 12);
    assertEquals("ttwwwwwwwwww", states(flood));
    assertEquals("t", states(List.of(queue.join(OTHER))), "has not to wait");
  }

  @Test
  void onePlaceIsForAll() {
    ReaderQueue queue = new ReaderQueue(1, 50);
    List<Place> flood = flood(queue, 3);
    Place other = queue.join(OTHER);
    assertEquals("tww", states(flood));
    queue.leave(flood.get(0));
    assertEquals("t", states(List.of(other)), "its turn comes before the rest of the flood");
    Place again = queue.join(OTHER);
    queue.leave(other);
    assertEquals("ttw", states(flood), "and then the flood has one");
    queue.leave(flood.get(1));
    assertEquals("t", states(List.of(again)));
  }

  @Test
  void sendersOfOneAddressTakeTurnsToo() {
    ReaderQueue queue = new ReaderQueue(2, 50);
    List<Place> flood = flood(queue, 12);
    Place neighbour = queue.join(NEIGHBOUR);
    assertEquals("t", states(List.of(neighbour)));
    Place more = queue.join(NEIGHBOUR);
    Place other = queue.join(OTHER);
    queue.leave(neighbour);
    assertEquals("wt", states(List.of(more, other)), "the address that has no place comes first");
    queue.leave(flood.get(0));
    assertEquals("ttwwwwwwwwww", states(flood), "whose last turn was before the neighbour's");
    queue.leave(flood.get(1));
    assertEquals("t", states(List.of(more)));
  }

  @Test
  void manyNamesOfOneAddressAreOneAddress() {
    ReaderQueue queue = new ReaderQueue(2, 50);
    List<Place> names =
        Stream.iterate(0, i -> i + 1)
            .limit(12)
            .map(i -> queue.join(new Sender("192.0.2.1", "N" + i)))
            .toList();
    assertEquals("ttwwwwwwwwww", states(names));
    Place other = queue.join(OTHER);
    queue.leave(names.get(0));
    assertEquals("t", states(List.of(other)), "before all that waited longer");
  }

  @Test
  void whoWaitsMostIsTurnedAway() {
    ReaderQueue queue = new ReaderQueue(1, 4);
    Place neighbour = queue.join(NEIGHBOUR);
    List<Place> flood = flood(queue, 4);
    Place waits = queue.join(NEIGHBOUR);
    assertEquals("wwwa", states(flood));
    Place other = queue.join(OTHER);
    assertEquals("wwaa", states(flood));
    assertEquals("tww", states(List.of(neighbour, waits, other)));
  }

  @Test
  void whoGivesUpWaitingTakesNoPlace() {
    ReaderQueue queue = new ReaderQueue(1, 50);
    List<Place> flood = flood(queue, 3);
    queue.leave(flood.get(1));
    queue.leave(flood.get(0));
    assertEquals("twt", states(flood));
  }
}
