package org.radiologytrust.llm;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a model server says of itself. Every method asks the server anew, in bounded time, unless it
 * says otherwise.
 *
 * <p>Each throws {@link ServerQuestions.Refused} when something else than such a server answers,
 * and another {@link IOException} when nobody answers in time.
 */
interface ModelDirectory {
  /** The server's version, as it writes it; empty where it tells none. */
  String version(String server) throws IOException;

  /** Digests of the models by full name; an empty digest where the server tells none. */
  Map<String, String> models(String server) throws IOException;

  /** The name as {@link #models} has it. */
  String full(String model);

  /** What a person does to give a server a model, as an imperative without a subject. */
  String provide();

  /** Whether a model takes images; may be remembered where it had to be tried. */
  boolean sees(String server, String model) throws IOException;

  /** Most tokens of prompt and answer that a model can have there; empty where it tells none. */
  OptionalInt context(String server, String model) throws IOException;

  /** What answers there under the name of a model. */
  Answering answering(String server, String model) throws IOException;

  /**
   * @param digest empty where the server tells none
   * @param context tokens it was loaded with; 0 when nothing is loaded, or it tells none
   */
  record Answering(String digest, int context) {
    static final Answering UNTOLD = new Answering("", 0);
  }
}
