package org.radiologytrust.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The resources that were published, readable and searchable. */
public interface ResourceShelf {
  /**
   * @param version from 1, one more with each change
   * @param lastUpdated when this version was committed
   */
  record Versioned(StoredResource resource, int version, Instant lastUpdated) {}

  /** Stores resources outside a run (Devices, model card); an unchanged one keeps its version. */
  void put(List<StoredResource> resources);

  Optional<Versioned> read(String type, String id);

  /** The page of a search, and how many match in all. */
  record Page(List<Versioned> matches, int total) {}

  Page search(Query query);

  /**
   * A search: every criterion must hold.
   *
   * @param updatedFrom inclusive; {@code null} for no bound
   * @param updatedUntil exclusive; {@code null} for no bound
   * @param descending newest first; otherwise oldest first
   */
  record Query(
      String type,
      List<Criterion> criteria,
      Instant updatedFrom,
      Instant updatedUntil,
      boolean descending,
      int offset,
      int count) {}

  /** One parameter with alternatives, of which one must be found. */
  record Criterion(String parameter, List<Alternative> anyOf) {}

  /**
   * @param system {@code null} matches any system; empty matches only values without one
   * @param code {@code null} matches any code of the system
   */
  record Alternative(String system, String code) {}
}
