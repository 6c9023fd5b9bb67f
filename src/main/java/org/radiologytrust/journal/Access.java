package org.radiologytrust.journal;

import java.time.Instant;
import java.util.List;

/**
 * Someone read what is about patients.
 *
 * @param time when
 * @param user who, by the name or token of the login
 * @param kind {@code read} of one resource, or {@code search}
 * @param type resource type
 * @param parameters names of the search parameters; never their values, which may name a patient
 * @param ids of the resources that were answered; empty for a count
 */
public record Access(
    Instant time,
    String user,
    String kind,
    String type,
    List<String> parameters,
    List<String> ids) {
  public Access {
    parameters = List.copyOf(parameters);
    ids = List.copyOf(ids);
  }
}
