package org.radiologytrust.journal.store;

/**
 * Where a journal on PostgreSQL is.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, with the driver's parameters if needed
 * @param connections how many transactions that change something may run at the same time
 */
public record PostgresLogin(String url, String user, String password, int connections) {
  /** The beginning of every URL. */
  public static final String SCHEME = "jdbc:postgresql:";

  /** Host and database, without parameters: these may contain a password. */
  public String place() {
    String place = url.substring(SCHEME.length()).replaceFirst("[?].*", "");
    return place.replaceFirst("^//", "").replaceFirst("^.*@", "");
  }

  @Override
  public String toString() {
    return "PostgreSQL " + place();
  }
}
