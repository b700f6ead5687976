/**
 * A catalog as an entity-relationship diagram: text for Mermaid, PlantUML and Graphviz,
 * and pictures that need none of them.
 */
@NullMarked
package org.condastore.schema.diagram;

import org.jspecify.annotations.NullMarked;
