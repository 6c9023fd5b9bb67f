package org.radiologytrust.publish.resources;

import org.radiologytrust.model.Texts;

/**
 * A model as its server names it.
 *
 * @param digest empty if the server reports none
 */
public record EngineModel(String name, String digest) {
  public EngineModel {
    name = Texts.orEmpty(name);
    digest = Texts.orEmpty(digest);
  }
}
