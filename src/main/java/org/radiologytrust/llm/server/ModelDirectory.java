package org.radiologytrust.llm.server;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Reads from a model server which models it has. Each method asks the server, in bounded time,
 * unless its comment says otherwise.
 *
 * <p>The methods throw {@link ServerQuestions.Refused} when the response is not that of such a
 * server, and another {@link IOException} when there is no response in time.
 */
interface ModelDirectory {
  /** The server's version in its own notation; empty when it reports none. */
  String version(String server) throws IOException;

  /**
   * The digests of the server's models by full name. A digest is empty when the server reports
   * none.
   */
  Map<String, String> models(String server) throws IOException;

  /** The full name of a model, as {@link #models} uses it. Asks no server. */
  String full(String model);

  /**
   * How a person adds a model to a server: an imperative, which messages contain. Asks no server.
   */
  String provide(String model);

  /**
   * Whether a model accepts images. May return an earlier result when finding out needs a call to
   * the model.
   */
  boolean sees(String server, String model) throws IOException;

  /**
   * The largest context of a model: tokens of prompt and answer together; empty when the server
   * reports none.
   */
  OptionalInt context(String server, String model) throws IOException;

  /** The model that the server currently has under a name. */
  Answering answering(String server, String model) throws IOException;

  /**
   * The model that a server currently has under a name.
   *
   * @param digest empty when the server reports none
   * @param context context of the loaded model in tokens; 0 when it is not loaded or the server
   *     reports none
   */
  record Answering(String digest, int context) {
    /** Used for servers that report neither. */
    static final Answering UNKNOWN = new Answering("", 0);
  }
}
