package org.radiologytrust.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** The resources that were published, readable and searchable. */
public interface ResourceStore {
  /**
   * @param version from 1, one more with each change
   * @param lastUpdated when this version was committed
   */
  record Versioned(StoredResource resource, int version, Instant lastUpdated) {}

  /** Stores resources outside a run (Devices, model card); an unchanged one keeps its version. */
  void put(List<StoredResource> resources);

  Optional<Versioned> read(String type, String id);

  /** Type and id of a resource. */
  record Key(String type, String id) {}

  /**
   * Changes resources in one commit, so that no other change gets lost; those that are not there
   * are left out, and one that stays the same keeps its version.
   */
  void change(List<Key> keys, UnaryOperator<StoredResource> change);

  /**
   * The page of a search.
   *
   * @param more whether rows follow in this order
   * @param total how many match in all; empty where it was not asked for
   * @param newest when a resource of the type was last changed; the epoch where there is none
   */
  record Page(List<Versioned> matches, boolean more, OptionalInt total, Instant newest) {}

  /**
   * One page of what matches, by time of last change and id.
   *
   * <p>A later commit has a later time, so that whoever reads in ascending order misses no row: one
   * that changes meanwhile comes again at the end.
   *
   * @throws SearchBusyException when it takes too long, or too many read at the same time
   */
  Page search(Query query);

  /**
   * A search: every criterion must hold.
   *
   * @param updatedFrom inclusive; {@code null} for no bound
   * @param updatedUntil exclusive; {@code null} for no bound
   * @param descending newest first; otherwise oldest first
   * @param after the place that the page begins after, in its order; {@code null} for the first
   * @param count most matches on the page; 0 for none
   * @param total whether to count all that match
   */
  record Query(
      String type,
      List<Criterion> criteria,
      Instant updatedFrom,
      Instant updatedUntil,
      boolean descending,
      Place after,
      int count,
      boolean total) {}

  /** Where a resource stands in the order of a search. */
  record Place(Instant lastUpdated, String id) {
    public static Place of(Versioned versioned) {
      return new Place(versioned.lastUpdated(), versioned.resource().id());
    }
  }

  /**
   * One parameter with alternatives, of which one must be found.
   *
   * @param parameter as resources were stored with, or {@code _id}
   */
  record Criterion(String parameter, List<Alternative> anyOf) {
    public Criterion {
      anyOf = List.copyOf(anyOf);
    }
  }

  /** What a value must be. */
  sealed interface Alternative permits Code, Range {}

  /**
   * @param system {@code null} matches any system; empty matches only values without one
   * @param code {@code null} matches any code of the system
   */
  record Code(String system, String code) implements Alternative {}

  /**
   * A number.
   *
   * @param from inclusive
   * @param until exclusive
   */
  record Range(double from, double until) implements Alternative {}
}
