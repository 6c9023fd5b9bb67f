package org.radiologytrust.llm.server;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;

/** Used when no model is configured: every request to a server fails. */
final class UnconfiguredDirectory implements ModelDirectory {
  private static IOException nobody() {
    return new IOException("no model is configured");
  }

  @Override
  public String version(String server) throws IOException {
    throw nobody();
  }

  @Override
  public Map<String, String> models(String server) throws IOException {
    throw nobody();
  }

  @Override
  public String full(String model) {
    return model;
  }

  @Override
  public String provide(String model) {
    return "set rtl.model.wire";
  }

  @Override
  public boolean sees(String server, String model) throws IOException {
    throw nobody();
  }

  @Override
  public OptionalInt context(String server, String model) throws IOException {
    throw nobody();
  }

  @Override
  public Answering answering(String server, String model) throws IOException {
    throw nobody();
  }
}
