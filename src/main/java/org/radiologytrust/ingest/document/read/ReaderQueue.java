package org.radiologytrust.ingest.document.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.radiologytrust.ingest.document.Sender;

/**
 * Gives the places of the readers of documents to those who wait, by turns of their senders. A
 * place goes to the address that has the fewest, then to the one whose last turn is longest ago;
 * among the senders of one address likewise. One sender never has all places, unless there is only
 * one: another sender's document does not wait for the end of a slow one.
 */
final class ReaderQueue {
  private final int places;
  private final int mostWaiting;
  private final List<Place> waiting = new ArrayList<>();
  private final List<Place> taken = new ArrayList<>();

  /** The last turn of each address and sender that waits or has a place. */
  private final Map<Object, Long> turns = new HashMap<>();

  private long turn;

  /**
   * @param places how many documents are read at the same time
   * @param mostWaiting how many wait; beyond, whoever waits most is turned away
   */
  ReaderQueue(int places, int mostWaiting) {
    this.places = places;
    this.mostWaiting = mostWaiting;
  }

  /** A place, or the wait for it. */
  static final class Place {
    private final Sender sender;

    /** True when the place is taken, false when its sender is turned away. */
    private final CompletableFuture<Boolean> entered = new CompletableFuture<>();

    Place(Sender sender) {
      this.sender = sender;
    }

    CompletableFuture<Boolean> entered() {
      return entered;
    }
  }

  /** Joins the queue. */
  synchronized Place join(Sender sender) {
    Place place = new Place(sender);
    waiting.add(place);
    admit();
    if (waiting.size() > mostWaiting) {
      turnAway();
    }
    return place;
  }

  /** Gives up a place, or the wait for one. */
  synchronized void leave(Place place) {
    waiting.remove(place);
    taken.remove(place);
    admit();
    turns.keySet().removeIf(key -> count(waiting, key) == 0 && count(taken, key) == 0);
  }

  private void admit() {
    Comparator<Place> order =
        Comparator.<Place>comparingLong(p -> count(taken, p.sender.address()))
            .thenComparing(p -> turns.getOrDefault(p.sender.address(), 0L))
            .thenComparing(p -> count(taken, p.sender))
            .thenComparing(p -> turns.getOrDefault(p.sender, 0L));
    while (taken.size() < places) {
      Place next =
          waiting.stream()
              .filter(p -> count(taken, p.sender) < Math.max(1, places - 1))
              .min(order)
              .orElse(null);
      if (next == null) {
        return;
      }
      waiting.remove(next);
      taken.add(next);
      turn++;
      turns.put(next.sender.address(), turn);
      turns.put(next.sender, turn);
      next.entered.complete(true);
    }
  }

  /** The last of the address that waits most, and there of the sender that does. */
  private void turnAway() {
    Comparator<Place> most =
        Comparator.<Place>comparingLong(p -> count(waiting, p.sender.address()))
            .thenComparing(p -> count(waiting, p.sender))
            .thenComparing(waiting::indexOf);
    Place last = waiting.stream().max(most).orElseThrow();
    waiting.remove(last);
    last.entered.complete(false);
  }

  /**
   * @param key a sender, or an address
   */
  private static long count(List<Place> of, Object key) {
    return of.stream().filter(p -> p.sender.equals(key) || p.sender.address().equals(key)).count();
  }
}
