package org.radiologytrust.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.settings.Settings;

/**
 * Asks every model server what an audit would ask of it, over the route that audits use. Real
 * calls: they wait for the models to be loaded, and take the server's time.
 */
final class ModelDoctor {
  private static final String PEER = "model";
  private static final int DIGEST_SHOWN = 12;

  private final ModelSettings settings;
  private final ModelCatalog catalog;
  private final Supplier<ModelConnection> connection;

  /**
   * @param catalog of the servers that are configured
   * @param connection opens one
   */
  ModelDoctor(ModelSettings settings, ModelCatalog catalog, Supplier<ModelConnection> connection) {
    this.settings = settings;
    this.catalog = catalog;
    this.connection = connection;
  }

  /** One answer for each server, and one for each thing that is wrong with it. */
  List<SelfCheckResult> ask() {
    List<String> names = settings.models();
    List<SelfCheckResult> answers = new ArrayList<>();
    List<String> wrong = new ArrayList<>(catalog.problems(names, names));
    for (String server : catalog.servers()) {
      List<String> here = catalog.problems(server, names, names);
      wrong.removeAll(here);
      if (here.isEmpty()) {
        answers.add(exam(server));
      } else {
        here.forEach(problem -> answers.add(SelfCheckResult.broken(PEER, problem)));
      }
    }
    wrong.forEach(conflict -> answers.add(SelfCheckResult.broken(PEER, conflict)));
    return answers;
  }

  private SelfCheckResult exam(String server) {
    try (ModelConnection open = connection.get()) {
      return exam(server, open.client(List.of(server)));
    } catch (Settings.Wrong e) {
      return SelfCheckResult.broken(PEER, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SelfCheckResult.broken(PEER, server + ": interrupted while it was asked");
    }
  }

  private SelfCheckResult exam(String server, ModelClient client) throws InterruptedException {
    State state = State.OK;
    List<String> told = new ArrayList<>();
    for (String name : settings.models()) {
      boolean lora = settings.isLora(name);
      ModelExam exam = new ModelExam(client, name, lora);
      try {
        ModelExam.Speed speed = exam.speed();
        ModelExam.Images images = exam.images();
        ImageMixExam mix = new ImageMixExam(client, name, lora);
        ImageMixExam.Result result = mix.ask();
        state = worse(state, state(images, result));
        told.add(
            about(server, name)
                + ", "
                + took(speed)
                + "; "
                + words(images)
                + "; "
                + words(result, result == ImageMixExam.Result.APART && !mix.apartWithSameWords()));
      } catch (ModelFailure e) {
        state = State.BROKEN;
        told.add(about(server, name) + ": " + e.getMessage());
      }
    }
    String version = catalog.version(server);
    return new SelfCheckResult(
        PEER,
        state,
        server
            + (version.isEmpty() ? "" : " (version " + version + ")")
            + ": "
            + String.join(". ", told));
  }

  private static State state(ModelExam.Images images, ImageMixExam.Result result) {
    if (images == ModelExam.Images.DEPENDENT || result == ImageMixExam.Result.MIXED) {
      return State.BROKEN;
    }
    return result == ImageMixExam.Result.UNKNOWN ? State.WARNING : State.OK;
  }

  private static State worse(State a, State b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private String about(String server, String name) {
    String digest = catalog.digest(server, name);
    String shown =
        digest.isEmpty()
            ? "no digest told"
            : "digest " + digest.substring(0, Math.min(DIGEST_SHOWN, digest.length()));
    var context = catalog.context(server, name);
    return name
        + " sees ("
        + shown
        + (context.isPresent() ? ", up to " + context.getAsInt() + " tokens" : "")
        + ")";
  }

  private static String took(ModelExam.Speed speed) {
    return String.format(
        Locale.ROOT,
        "answers to a schema in %.1f s at first and %.1f s then",
        speed.first().toMillis() / 1000.0,
        speed.second().toMillis() / 1000.0);
  }

  private static String words(ModelExam.Images images) {
    return switch (images) {
      case INDEPENDENT -> "what it says of an image does not depend on what was asked before";
      case BY_NONCE ->
          "what it says of an image would depend on what was asked before, and does not behind the"
              + " nonce that every call with an image has";
      case DEPENDENT ->
          "what it says of an image DEPENDS on what was asked before, nonce or not: its audits"
              + " cannot be trusted; use another version of the server, or turn its prompt cache"
              + " off";
    };
  }

  /**
   * @param byNonce whether only the nonce keeps images apart
   */
  private static String words(ImageMixExam.Result result, boolean byNonce) {
    return switch (result) {
      case APART ->
          byNonce
              ? "it would take one image for another, and does not behind the nonce that every call"
                  + " with an image has"
              : "it keeps two images apart";
      case MIXED ->
          "it MIXES images: shown one, it describes another, nonce or not. rtl serve sends it no"
              + " images: use another version of the server, or turn its prompt and image caches"
              + " off";
      case UNKNOWN ->
          "it answers alike about a black and a white image, so nothing shows that the server keeps"
              + " images apart, nor that the model sees them: ask a model that sees at this server,"
              + " and see rtl eval";
    };
  }
}
