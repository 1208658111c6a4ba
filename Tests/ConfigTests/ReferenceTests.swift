import Config
import Foundation
import Testing

@Suite("The reference")
struct ReferenceTests {
  @Test("Markdown has a table for each section, with what depends on the alternative")
  func markdown() throws {
    let text = Reference.markdown(for: SampleConfig.self)
    #expect(
      text.hasPrefix("<!-- Made by `unet describe` from the program itself; changes here are lost. -->\n\n"))
    let tables = try #require(text.firstRange(of: "| key |"))
    #expect(
      text[tables.lowerBound...] == """
        | key | value | default | meaning |
        |---|---|---|---|
        | `name` | a text | `run` | A text. |

        ## model

        A section.

        | key | value | default | meaning |
        |---|---|---|---|
        | `depth` | a whole number from 1 to 7 | `4` | A whole number. |
        | `width` | a whole number at least 1 | `null` | Nil by default. |
        | `norm` | one of batch, group, none | `batch` | A choice. |
        | `bias` | true or false | `false` | A truth value. |
        | `weights` | a path | `null` | A path. |
        | `sizes` | a list of values, each a whole number | `[1, 2]` | A list. |

        ## optimizer

        A section with alternatives.

        | key | value | default | meaning |
        |---|---|---|---|
        | `rate` | a number above 0 and at most 1 | `0.001` | A number. |
        | `name` | sgd or adam | `adam` | An alternative. |
        | `momentum` | a number | `0.9` | With `name: sgd`. Only for sgd. |
        | `epsilon` | a number | `1.0e-08` | With `name: adam`. Only for adam. |

        ## loss

        A mapping that is replaced whole.

        | key | value | default | meaning |
        |---|---|---|---|
        | `dice` | a number at least 0 or a mapping | `null` | A number or a mapping. |
        | `dice.weight` | a number at least 0 | `1.0` | What a single number means. |
        | `dice.smooth` | a number | `1.0e-06` | More. |
        | `weights` | a mapping from names to a number | `null` | Names that the user chooses. |

        """)
  }

  @Test("JSON Schema is the same text each time and states ranges, choices and what is required")
  func jsonSchema() throws {
    let text = Reference.jsonSchema(for: CheckedDefaults.self, title: "A \"title\"")
    #expect(text == Reference.jsonSchema(for: CheckedDefaults.self, title: "A \"title\""))
    #expect(
      text == #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "A \"title\"",
          "type": "object",
          "properties": {
            "extends": {
              "anyOf": [
                {
                  "type": ["string", "number", "boolean"],
                  "minLength": 1
                },
                {
                  "type": "array",
                  "items": {
                    "type": ["string", "number", "boolean"],
                    "minLength": 1
                  },
                  "minItems": 1
                },
                {"type": "null"}
              ]
            },
            "inner": {
              "description": "A section.",
              "anyOf": [
                {
                  "type": "object",
                  "properties": {
                    "count": {
                      "description": "Too few.",
                      "default": 3,
                      "anyOf": [
                        {"type": "integer"},
                        {"$ref": "#/$defs/variable"},
                        {"type": "null"}
                      ]
                    },
                    "source": {
                      "description": "Where it comes from.",
                      "anyOf": [
                        {
                          "type": ["string", "number", "boolean"],
                          "minLength": 1
                        }
                      ]
                    }
                  },
                  "additionalProperties": false
                },
                {"type": "null"}
              ]
            }
          },
          "additionalProperties": false,
          "if": {
            "properties": {
              "extends": {"type": "null"}
            }
          },
          "then": {
            "type": "object",
            "required": ["inner"],
            "properties": {
              "inner": {
                "type": "object",
                "required": ["source"]
              }
            }
          },
          "$defs": {
            "variable": {"type": "string", "pattern": "\\$\\{"}
          }
        }

        """#)
  }

  @Test("JSON Schema gives each alternative its own keys, and all keys to one that a variable chooses")
  func jsonSchemaAlternatives() throws {
    let text = Reference.jsonSchema(for: SampleConfig.self, title: "")
    let schema = try JSONDecoder().decode(Schema.self, from: Data(text.utf8))
    let optimizer = try #require(schema.properties?["optimizer"]?.anyOf?.first?.oneOf)
    #expect(
      optimizer.map { $0.properties.map { $0.keys.sorted() } } == [
        ["momentum", "name", "rate"], ["epsilon", "name", "rate"], ["epsilon", "momentum", "name", "rate"],
      ])
    #expect(optimizer.map(\.required) == [["name"], nil, ["name"]])
    #expect(optimizer.map { $0.properties?["name"]?.enum } == [["sgd"], ["adam", nil], nil])
  }

  private struct Schema: Decodable {
    let properties: [String: Schema]?
    let required: [String]?
    let anyOf: [Schema]?
    let oneOf: [Schema]?
    let `enum`: [String?]?
  }
}
