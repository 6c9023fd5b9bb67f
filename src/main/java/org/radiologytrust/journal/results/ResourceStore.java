package org.radiologytrust.journal.results;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.SearchBusyException;

/** The published FHIR resources: read and search. */
public interface ResourceStore {
  /**
   * A stored resource with its version.
   *
   * @param version starts at 1 and grows by 1 with each change
   * @param lastUpdated when this version was committed
   * @param dated the time that the resource says it is of; the epoch if it has none
   */
  record Versioned(StoredResource resource, int version, Instant lastUpdated, Instant dated) {}

  /**
   * Stores resources that do not belong to a run (Devices, model card). An unchanged resource keeps
   * its version.
   */
  void put(List<StoredResource> resources);

  Optional<Versioned> read(String type, String id);

  /** Those of one type that there are, by id. */
  List<Versioned> readAll(String type, Collection<String> ids);

  /**
   * Versions of a resource, the newest first. Versions that were replaced before this journal kept
   * them are missing.
   *
   * @param before only versions below this one
   * @param limit at most so many
   */
  List<Versioned> history(String type, String id, int before, int limit);

  /**
   * Versions of all resources of a type, the newest first, with the same exception.
   *
   * @param since only versions of this time and later
   * @param after the page starts after this place; empty for the first page
   * @param limit at most so many
   */
  List<Versioned> historyOfType(
      String type, Instant since, Optional<VersionPlace> after, int limit);

  /**
   * The position of a version in the history of its type.
   *
   * @param time when it was committed
   */
  record VersionPlace(Instant time, String id, int version) {}

  /** Identifies a resource. */
  record Key(String type, String id) {}

  /**
   * Changes resources in one commit, so that no concurrent change is lost. Keys without a resource
   * are skipped, and an unchanged resource keeps its version.
   */
  void change(List<Key> keys, UnaryOperator<StoredResource> change);

  /**
   * One page of search results.
   *
   * @param more whether more matches follow
   * @param total number of all matches; empty if it was not requested
   * @param newest when a resource of the type was last changed; the epoch if there is none
   */
  record Page(List<Versioned> matches, boolean more, OptionalInt total, Instant newest) {}

  /**
   * Searches, ordered by last change or by date, then by id.
   *
   * <p>A later commit always has a later time. So a client that reads by last change in ascending
   * order misses nothing: a resource that changes during the search appears again at the end.
   *
   * @throws SearchBusyException if the search takes too long, or too many run at the same time
   */
  Page search(Query query);

  /**
   * A search. Every criterion must match.
   *
   * @param updatedFrom earliest last change, inclusive; null for no limit
   * @param updatedUntil latest last change, exclusive; null for no limit
   * @param descending whether the newest come first
   * @param after the page starts after this place; null for the first page
   * @param count maximum number of matches on the page; 0 for none
   * @param total whether to count all matches
   * @param byDate whether the order is that of the dates, not of the last changes
   */
  record Query(
      String type,
      List<Criterion> criteria,
      @Nullable Instant updatedFrom,
      @Nullable Instant updatedUntil,
      boolean descending,
      @Nullable Place after,
      int count,
      boolean total,
      boolean byDate) {
    /** A search in the order of the last changes. */
    public Query(
        String type,
        List<Criterion> criteria,
        @Nullable Instant updatedFrom,
        @Nullable Instant updatedUntil,
        boolean descending,
        @Nullable Place after,
        int count,
        boolean total) {
      this(type, criteria, updatedFrom, updatedUntil, descending, after, count, total, false);
    }

    public Place placeOf(Versioned match) {
      return new Place(byDate ? match.dated() : match.lastUpdated(), match.resource().id());
    }
  }

  /**
   * The position of a resource in the order of a search.
   *
   * @param time of the last change, or the date
   */
  record Place(Instant time, String id) {}

  /**
   * A search parameter with its alternatives. At least one of them must match.
   *
   * @param parameter a parameter that resources were stored with, {@code _id}, or {@link #DATED}
   */
  record Criterion(String parameter, List<Alternative> anyOf) {
    /** The date of a resource; its alternatives are ranges of milliseconds since the epoch. */
    public static final String DATED = "dated";

    public Criterion {
      anyOf = List.copyOf(anyOf);
    }
  }

  /** A condition on a value. */
  sealed interface Alternative permits Code, Range {}

  /**
   * A token.
   *
   * @param system null matches any system; an empty text matches only values without a system
   * @param code null matches any code of the system
   */
  record Code(@Nullable String system, @Nullable String code) implements Alternative {}

  /**
   * A range of numbers.
   *
   * @param from inclusive
   * @param until exclusive
   */
  record Range(double from, double until) implements Alternative {}
}
