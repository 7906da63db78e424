"""`croissant.json`: the package as Croissant 1.1 describes datasets (mlcommons.org/croissant/1.1), read by `mlcroissant`.

Files are named relative to the document, so that the folder can be moved. What the settings do not state of the dataset
is left out: a required property that is absent can be seen, one that is made up cannot. Where a row comes from is said
with PROV, as annotations of its text (specification, "Data-level Provenance").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from corpuskit.packaging.columns import Column
from corpuskit.packaging.dataset import licence_url
from corpuskit.packaging.model import Config, Manifest, ShardFact

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
_PARQUET = "application/x-parquet"  # the only name by which mlcroissant reads local Parquet
_TYPES: Mapping[str, str] = {
    "string": "sc:Text",
    "int64": "cr:Int64",
    "float64": "cr:Float64",
    "bool": "sc:Boolean",
    "binary": "sc:Text",
    "timestamp": "sc:DateTime",
}
_URLS = frozenset({"url", "tdm_policy"})
# Appendix 1 of the specification, with https://schema.org/ as mlcroissant has it, and PROV.
_CROISSANT_TERMS = (
    "annotation", "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "excludes", "extract",
    "field", "fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath",
    "key", "md5", "parentField", "path", "readLines", "recordSet", "references", "regex", "repeated", "replace",
    "samplingRate", "sdVersion", "separator", "source", "subField", "transform", "unArchive", "value",
)  # fmt: skip
_CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _CROISSANT_TERMS},
}

_KINDS_OF_CREATORS = {"persons": "sc:Person", "organizations": "sc:Organization"}


def croissant_of(manifest: Manifest) -> bytes:
    """The document as JSON-LD in UTF-8: two blanks of indent, LF, the same bytes for the same package."""
    dataset = manifest.dataset
    stated = {
        "description": dataset.get("description"),
        "url": dataset.get("url"),
        "license": _licence(dataset.get("license")),
        "creator": _creators(dataset.get("creators"), dataset.get("creators_are")),
        "version": dataset.get("version"),
        "datePublished": dataset.get("date_published"),
        "citeAs": dataset.get("citation"),
        "inLanguage": sorted(value for value in manifest.counts.get("language", {}) if value),
    }
    content = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": manifest.name,
        **{name: value for name, value in stated.items() if value},
        "isLiveDataset": False,
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "prov:label": f"corpuskit package, pipeline sha256:{manifest.pipeline}",
            "prov:wasAssociatedWith": {
                "@type": "prov:SoftwareAgent",
                "prov:label": f"corpuskit {manifest.corpuskit}",
            },
        },
        "distribution": [node for config in manifest.configs for node in _files(config)],
        "recordSet": [_records(config) for config in manifest.configs if config.shards],
    }
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")


def _licence(expression: Any) -> str | None:
    return (licence_url(expression) or expression) if isinstance(expression, str) else None


def _creators(creators: Any, kind: Any) -> Any:
    """Croissant 1.1 wants a person or an organization: where the settings do not say which, nobody is named."""
    if not isinstance(creators, list | tuple) or kind not in _KINDS_OF_CREATORS:
        return None
    nodes = [{"@type": _KINDS_OF_CREATORS[kind], "name": name} for name in creators]
    return nodes[0] if len(nodes) == 1 else nodes


def _files(config: Config) -> Iterator[dict[str, Any]]:
    for shard in config.shards:
        yield _file(shard)
    if config.shards:
        yield {
            "@type": "cr:FileSet",
            "@id": f"{config.files}-files",
            "name": f"{config.files}-files",
            "description": f"The files of {config.meaning}.",
            "encodingFormat": _PARQUET,
            "includes": config.pattern,
        }


def _file(shard: ShardFact) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": shard.path,
        "name": shard.path,
        "contentUrl": shard.path,
        "contentSize": f"{shard.bytes} B",
        "encodingFormat": _PARQUET,
        "sha256": shard.sha256,
    }


def _records(config: Config) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": config.name,
        "name": config.name,
        "description": f"{config.meaning[:1].upper()}{config.meaning[1:]}.",
        **({"key": {"@id": f"{config.name}/id"}} if config.name == "default" else {}),
        "field": [_field(column, config) for column in config.columns],
    }


def _field(column: Column, config: Config) -> dict[str, Any]:
    """A column as a field; a list of structs has sub-fields, each a list of the same length."""
    own = f"{config.name}/{column.name}"
    node: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": own,
        "name": column.name,
        "description": column.meaning,
    }
    if column.many:
        node |= {"isArray": True, "arrayShape": "-1"}
    if column.fields:
        node["subField"] = [
            {
                "@type": "cr:Field",
                "@id": f"{own}/{name}",
                "name": name,
                "dataType": _TYPES[kind],
                "source": _source(config, column.name, name),
            }
            for name, kind in column.fields
        ]
    else:
        node["dataType"] = "sc:URL" if column.name in _URLS else _TYPES[column.kind]
        node["source"] = _source(config, column.name)
    if config.name == "default" and column.name == "text":
        node["annotation"] = _provenance(own, config)
    return node


def _source(config: Config, column: str, member: str | None = None) -> dict[str, Any]:
    source: dict[str, Any] = {
        "fileSet": {"@id": f"{config.files}-files"},
        "extract": {"column": column},
    }
    return source if member is None else {**source, "transform": {"jsonPath": member}}


def _provenance(own: str, config: Config) -> list[dict[str, Any]]:
    """Where each text comes from: its raw bytes, the page they were on, who published it, what made it of them."""

    def annotation(name: str, kind: str, relation: str, columns: Mapping[str, str]) -> dict[str, Any]:
        members = [
            {
                "@type": "cr:Field",
                "@id": f"{own}/{name}/{column}",
                "name": column,
                "dataType": _TYPES[kind_of],
                "source": _source(config, column),
            }
            for column, kind_of in columns.items()
        ]
        return {
            "@type": "cr:Field",
            "@id": f"{own}/{name}",
            "name": name,
            "dataType": kind,
            "equivalentProperty": relation,
            "subField": members,
        }

    raw = {"raw_path": "string", "raw_offset": "int64", "raw_length": "int64", "raw_sha256": "string"}
    return [
        annotation("raw", "prov:Entity", "prov:wasDerivedFrom", raw),
        annotation(
            "page", "prov:Entity", "prov:hadPrimarySource", {"url": "string", "retrieved_at": "timestamp"}
        ),
        annotation("outlet", "prov:Agent", "prov:wasAttributedTo", {"publisher": "string"}),
        annotation("cleaning", "prov:Activity", "prov:wasGeneratedBy", {"pipeline": "string"}),
    ]
