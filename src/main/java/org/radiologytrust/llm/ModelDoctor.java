package org.radiologytrust.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.exam.ImageMixExam;
import org.radiologytrust.llm.exam.ModelExam;
import org.radiologytrust.llm.server.ImageMix;
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.settings.Settings;

/**
 * Tests every model server for {@code rtl doctor}, through the route that audits use. It makes real
 * calls, which wait for the models to be loaded and use the server's time.
 */
final class ModelDoctor {
  private static final String PEER = "model";
  private static final int DIGEST_SHOWN = 12;

  private final ModelSettings settings;
  private final ModelCatalog catalog;
  private final Supplier<ModelConnection> connection;

  /**
   * @param catalog the catalog of the configured servers
   * @param connection opens a connection
   */
  ModelDoctor(ModelSettings settings, ModelCatalog catalog, Supplier<ModelConnection> connection) {
    this.settings = settings;
    this.catalog = catalog;
    this.connection = connection;
  }

  /**
   * One result for each working server, and one for each problem.
   *
   * @param waits is told what it waits for
   */
  List<SelfCheckResult> ask(Consumer<String> waits) {
    List<String> names = settings.models();
    waits.accept(
        "model: asking the servers about %s, which they may have to load first"
            .formatted(String.join(" and ", names)));
    List<SelfCheckResult> answers = new ArrayList<>();
    List<String> wrong = new ArrayList<>(catalog.problems(names, names));
    for (String server : catalog.servers()) {
      List<String> here = catalog.problems(server, names, names);
      wrong.removeAll(here);
      if (here.isEmpty()) {
        answers.add(exam(server, waits));
      } else {
        here.forEach(problem -> answers.add(SelfCheckResult.broken(PEER, problem)));
      }
    }
    wrong.forEach(conflict -> answers.add(SelfCheckResult.broken(PEER, conflict)));
    return answers;
  }

  private SelfCheckResult exam(String server, Consumer<String> waits) {
    try (ModelConnection open = connection.get()) {
      return exam(server, open.client(List.of(server)), waits);
    } catch (Settings.Wrong e) {
      return SelfCheckResult.broken(PEER, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SelfCheckResult.broken(PEER, server + ": the test was interrupted");
    }
  }

  private SelfCheckResult exam(String server, ModelClient client, Consumer<String> waits)
      throws InterruptedException {
    State state = State.OK;
    List<String> told = new ArrayList<>();
    for (String name : settings.models()) {
      boolean lora = settings.isLora(name);
      ModelExam exam = new ModelExam(client, name, lora);
      try {
        waits.accept("model: two short answers of " + name);
        ModelExam.Speed speed = exam.speed();
        waits.accept("model: answers of " + name + " about one image, again and again");
        ModelExam.Images images = exam.images();
        waits.accept("model: answers of " + name + " about two images");
        ImageMixExam mix = new ImageMixExam(client, name, lora);
        ImageMix result = mix.ask();
        state = worse(state, state(images, result));
        told.add(
            about(server, name)
                + ", "
                + took(speed)
                + "; "
                + words(images)
                + "; "
                + words(result, result == ImageMix.APART && !mix.apartWithSameWords()));
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

  private static State state(ModelExam.Images images, ImageMix result) {
    if (images == ModelExam.Images.DEPENDENT || result == ImageMix.MIXED) {
      return State.BROKEN;
    }
    return result == ImageMix.UNKNOWN ? State.WARNING : State.OK;
  }

  private static State worse(State a, State b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private String about(String server, String name) {
    String digest = catalog.digest(server, name);
    String shown =
        digest.isEmpty()
            ? "no digest reported"
            : "digest " + digest.substring(0, Math.min(DIGEST_SHOWN, digest.length()));
    var context = catalog.context(server, name);
    return name
        + " accepts images ("
        + shown
        + (context.isPresent() ? ", up to " + context.getAsInt() + " tokens" : "")
        + ")";
  }

  private static String took(ModelExam.Speed speed) {
    return String.format(
        Locale.ROOT,
        "answers to a schema in %.1f s at the first call and %.1f s at the second",
        speed.first().toMillis() / 1000.0,
        speed.second().toMillis() / 1000.0);
  }

  private static String words(ModelExam.Images images) {
    return switch (images) {
      case INDEPENDENT -> "its answers about an image do not depend on earlier questions";
      case BY_NONCE ->
          "its answers about an image do not depend on earlier questions, thanks to the nonce in"
              + " each call";
      case DEPENDENT ->
          "its answers about an image DEPEND on earlier questions, even with a nonce in each call: do"
              + " not trust its audits. Use another version of the server, or turn off its prompt"
              + " cache";
    };
  }

  /**
   * The result of the image test in words.
   *
   * @param byNonce whether the server keeps images apart only because of the nonce
   */
  private static String words(ImageMix result, boolean byNonce) {
    return switch (result) {
      case APART ->
          byNonce
              ? "it keeps two images apart, thanks to the nonce in each call"
              : "it keeps two images apart";
      case MIXED ->
          "it MIXES images: asked about one image, it describes another, even with a nonce in each"
              + " call. rtl serve sends it no images. Use another version of the server, or turn off"
              + " its prompt and image caches";
      case UNKNOWN ->
          "it gives the same answer for a black and a white image, so it is unknown whether the"
              + " server mixes images, and whether the model sees them. Test the server with a model"
              + " that sees, and measure this model with rtl eval";
    };
  }
}
